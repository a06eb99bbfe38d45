"""Steps that several procedures, or the routing table too, ask for: each is on an incident once, with every source.

Words and guidance are ours; what they rest on is named where a procedure asks for the step.
"""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock as C
from incidents.policy.routing import TaskCode as T
from incidents.policy.routing import TaskRule as S
from incidents.vocabulary import Records as R

_IT = Role.NETWORK_MANAGER
_: Role | None = None

# fmt: off
POLICE = S(T.POLICE, "Tell the police and record the reference. Do not look at, copy or send anything",
           _, C.AT_ONCE, True, R.POLICE,
           "Ring 999 if anybody is in danger now, otherwise the number among your contacts. Write down whom you "
           "spoke to, the reference they gave and what they asked you to do or not to do.")
LADO = S(T.LADO_CONSIDER, "Consider whether to contact the LADO",
         _, C.WORKING_DAY_1, True, R.REFERRAL,
         "Think of the four harm tests. Asking for advice is not yet a referral. If you do not contact them, say why.")
BLOCK = S(T.BLOCK, "Have the site blocked and check the filter",
          _IT, C.NEXT_SCHOOL_DAY, False, R.BLOCK,
          "Block the address and whatever it links to. Try it afterwards from an ordinary pupil account.")
FILTER_REVIEW = S(T.FILTER_REVIEW, "Review what the filter let through",
                  _IT, C.SAME_SCHOOL_DAY, False, R.WORDS,
                  "Say how it got through: not listed, listed too late, another connection, or a way round the filter.")
PARENTS = S(T.PARENTS, "Tell the parents, or record why not",
            _, C.SCHOOL_DAYS_5, True, R.PARENTS,
            "Record it for each child: who told them, when and what they said. Do not tell them first where that "
            "could put a child at more risk.")
SANCTION = S(T.SANCTION, "Decide the response: support, sanction or both",
             _, C.SCHOOL_DAYS_5, True, R.SANCTION,
             "Each person has a page of their own. The ladder is a proposal: what happened before, age and need "
             "matter.")
NETWORK = S(T.NETWORK, "Secure accounts and systems, keep the logs",
            _IT, C.NEXT_SCHOOL_DAY, False, R.WORDS,
            "Change passwords that may be known, end open sessions, and copy the logs before they are overwritten.")
CHANNEL = S(T.CHANNEL, "Consider a Channel referral and record why or why not",
            _, C.SAME_SCHOOL_DAY, True, R.REFERRAL,
            "Notice, check, share. Where a child may be drawn into terrorism, the referral and the one to social "
            "care go together.")
BREACH = S(T.DATA_BREACH, "Judge the data breach; tell the regulator within 72 hours if there is a risk",
           Role.DATA_PROTECTION_LEAD, C.HOURS_72, True, R.REASON,
           "The 72 hours run from when the school knew. A breach with no risk to people is judged and logged too.")
ACKNOWLEDGE = S(T.ACKNOWLEDGE, "Acknowledge the complaint in writing",
                _, C.SCHOOL_DAYS_5, True, R.LETTER,
                "Say who deals with it and when they can expect an answer. Admit nothing and promise nothing yet.")
ADDRESSES = S("address_list", "Write down the web addresses, and those they link to",
              _, C.NEXT_SCHOOL_DAY, False, R.WORDS,
              "Correct the account to add them. Copy them from the filter's log: nobody opens the site to read them.")
AGREEMENT = S("agreement", "Look up the agreement they signed, and keep it with the record",
              _, C.SCHOOL_DAYS_5, False, R.AGREEMENT,
              "Which edition, when, and by whom. If none was signed, say so: it weighs in the response.")
EVIDENCE = S("evidence_kept", "Have the evidence kept, and nothing passed on",
             _, C.SAME_SCHOOL_DAY, False, R.EVIDENCE,
             "Messages, names, times and addresses in text. Nothing that may be an indecent image of a child is "
             "opened, copied or photographed.")
DEVICE = S("device_safe", "Take the device out of use and lock it away",
           _, C.AT_ONCE, True, R.DEVICE,
           "Leave it on if it is on and off if it is off. Note who took it, from whom, when and where it lies now.")
TWO_PEOPLE = S("second_person", "Name the second senior person: nobody looks into this alone",
               _, C.SAME_SCHOOL_DAY, True, R.WORDS,
               "Neither may be close to anybody involved. Both are present whenever anything is looked at.")
SOCIAL_CARE = S("social_care", "Decide whether children's social care is told, and why",
                _, C.SAME_SCHOOL_DAY, True, R.REFERRAL,
                "Not referring is a decision too and needs its reason. They should tell you within one working day "
                "what they will do.")
REMOVAL = S("removal", "Ask the site or the provider to take it down",
            _, C.NEXT_SCHOOL_DAY, False, R.WORDS,
            "Keep the evidence first. Note which report you made, when, and what they answered.")
SUPPORT = S("support_plan", "Agree what support they get, and who gives it",
            _, C.SCHOOL_DAYS_3, True, R.WORDS,
            "Ask what they want. Name a person, a first step and a day to ask how it is going.")
WORKSHOP = S("parent_workshop", "Consider an evening for parents, or a letter to them",
             _, C.WEEKS_6, False, R.REASON,
             "Worth it where several families meet the same site or the same trick.")
OFFICER = S("ask_officer", "Ask the authority's online safety officer for advice",
            _, C.WORKING_DAYS_2, False, R.WORDS,
            "Tell them what you need to ask, not who it is about, unless they have to know.")
CEOP = S("ceop_report", "Report it to CEOP, or say why not",
         _, C.SAME_SCHOOL_DAY, True, R.REASON,
         "The report is made on their own page. Note its number. Where a crime is under way the police come first.")
DANGER_POLICE = S("threat_check", "Decide whether there is a threat or a crime for the police, and why",
                  _, C.SAME_SCHOOL_DAY, False, R.REASON,
                  "Threats to life, blackmail, a meeting that is planned, or a course of conduct that does not stop.")
REASSURED = S("child_calm", "Tell the child that telling was right and that they are not in trouble for it",
              _, C.SAME_SCHOOL_DAY, False, R.TICK,
              "Somebody the child trusts. Do not ask leading questions; write down the child's own words.")
NO_REPLY = S("no_reply", "Ask them not to answer, and not to delete anything",
             _, C.SAME_SCHOOL_DAY, False, R.TICK,
             "Show how to mute or block. Answers feed it, and what is deleted cannot be traced.")
HEAD_TOLD = S("head_told", "Make sure the head knows; the chair of governors if it is about the head",
              _, C.SAME_SCHOOL_DAY, True, R.TICK,
              "In person or by telephone. They need what they must decide on, not everything.")
FACTS = S("facts_found", "Establish what happened, and decide whether there is substance",
          _, C.SCHOOL_DAYS_10, True, R.REASON,
          "Not before the LADO or the police say that the school may: an interview too early can spoil theirs.")
SAFETY_PLAN = S("safety_plan", "Write a risk assessment and a plan that keeps each child safe in school",
                _, C.NEXT_SCHOOL_DAY, True, R.WORDS,
                "Lessons, breaks, transport, online. Say who checks it and when it is looked at again.")
DEFAME = S("origin_traced", "Find out where it comes from, as far as the school can",
           _, C.SCHOOL_DAYS_5, False, R.WORDS,
           "Accounts, times and witnesses. Nobody signs in as somebody else and nobody sets up a false account.")
FAMILY_AGREEMENT = S("families_shown", "Show the families how to block, report and set controls at home",
                     _, C.SCHOOL_DAYS_10, False, R.TICK,
                     "All the children's families, not only one side.")
# fmt: on
