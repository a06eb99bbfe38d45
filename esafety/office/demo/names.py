"""Names to fill classes with. Invented; families share a name, as families do. Each list is one line of "
"words."""

from __future__ import annotations

GIVEN: tuple[str, ...] = (
    (
        "Oliver Amelia Noah Isla George Ava Arthur Freya Leo Ivy Harry Florence Oscar Willow Alfie Rosie "
        "Henry Grace "
        "Theodore Evie Jack Poppy Archie Daisy Freddie Elsie Charlie Sienna Joshua Phoebe Lucas Matilda "
        "Reuben Eliza "
        "Edward Harriet Toby Martha Felix Beatrice Stanley Edith Jude Maisie Ralph Nancy Albie Orla Rory "
        "Niamh"
    ),
    (
        "Muhammad Aisha Yusuf Fatima Ibrahim Maryam Zayn Hafsa Adam Khadija Hamza Zainab Bilal Safiya "
        "Idris Amina Ismail "
        "Noor Haris Inaya Rayyan Layla"
    ),
    "Arjun Anaya Vihaan Diya Rohan Meera Kabir Aarohi Dev Saanvi Ishaan Riya Nikhil Kavya Jasleen Harpreet",
    (
        "Kwame Ama Tobi Temi Kofi Abena Emeka Chidera Ayo Adaeze Tunde Zuri Malachi Imani Jaden Naomi "
        "Elijah Ruth Micah "
        "Esther"
    ),
    "Jakub Zuzanna Antoni Maja Filip Lena Szymon Oliwia Mateusz Hanna Andrei Ioana Luca Sofia Matei Daria",
    "Kai Mei Ethan Ling Jayden An Ryan Yuki Lucas Hana Minh Linh",
)
FAMILY: tuple[str, ...] = (
    (
        "Ashworth Barker Bennett Booth Bright Carter Clegg Crossley Dawson Dunn Ellis Firth Gibson "
        "Greenwood Hartley "
        "Haigh Holroyd Hughes Hutton Jagger Kershaw Lister Lumb Marsden Metcalfe Naylor Ogden Pickles "
        "Priestley Ramsden "
        "Rhodes Robertshaw Shaw Sugden Sutcliffe Tattersall Thornton Varley Wainwright Whitaker Wilkinson "
        "Woodhead "
        "Evans Morgan Pritchard MacLeod Sinclair Gallagher Byrne"
    ),
    "Ahmed Akhtar Ali Begum Hussain Iqbal Karim Khan Malik Mahmood Miah Mirza Qureshi Rahman Rashid Saleh "
    "Yusuf",
    "Bhatt Chauhan Desai Gill Iyer Joshi Kaur Mistry Nair Patel Reddy Sandhu Sharma Singh",
    "Adebayo Afolabi Amoah Appiah Asante Balogun Boateng Campbell Clarke Eze Francis Mensah Nwosu Okafor "
    "Owusu",
    "Dąbrowski Ionescu Jankowski Kamiński Kowalczyk Lewandowski Mazur Nowak Popescu Wiśniewski Wójcik Zając",
    "Chan Cheung Ho Lam Le Leung Nguyen Pham Tran Wong",
)
SHARES = (46, 20, 10, 11, 8, 5)
"""Out of a hundred families, how many take their names from each list."""
PARENTS = (
    "Laura James Nasreen Imran Sunita Vikram Grace Samuel Agnieszka Tomasz Mei David Rebecca Omar Sarah "
    "Kwabena Emma "
    "Rajesh Claire Abdul Joanna Peter Hannah Yusra Mark Folake Anna Michael"
)
