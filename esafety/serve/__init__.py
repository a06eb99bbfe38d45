"""The serve room: starting, stopping and watching the processes of one installation."""
