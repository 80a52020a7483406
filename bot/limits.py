"""Discord's numbers, each from the developer documentation, and nothing else."""

# Components (components/reference)
TEXT_PER_MESSAGE = 4000
CUSTOM_ID = 100
BUTTON_LABEL = 80
BUTTON_URL = 512
SELECT_OPTIONS = 25
OPTION_TEXT = 100
MODAL_TITLE = 45
ALT_TEXT = 1024

# Attachments (reference#uploading-files): 10 MiB, of which the rest of the request takes some
LARGEST_FILE = 9 << 20

# Application commands (interactions/application-commands)
CHOICES = 25
CHOICE = 100

# Interactions (interactions/receiving-and-responding), seconds
INTERACTION_ANSWER = 3

# Rate limits (topics/rate-limits): over all routes but answers to interactions
REQUESTS_PER_SECOND = 50

# Sharding (events/gateway): so many seconds between two identifies of one bucket
IDENTIFY_SECONDS = 5
