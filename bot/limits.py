"""Discord's numbers, each from the developer documentation, and nothing else."""

# Components (components/reference)
COMPONENTS_PER_MESSAGE = 40
TEXT_PER_MESSAGE = 4000
CUSTOM_ID = 100
BUTTONS_PER_ROW = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
SELECT_OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
LABEL = 45
LABEL_DESCRIPTION = 100
TEXT_INPUT = 4000
ALT_TEXT = 1024

# Application commands (interactions/application-commands)
COMMANDS = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_SIZE = 8000
CHOICES = 25
CHOICE = 100

# Messages (resources/message)
CONTENT = 2000
EMBEDS_PER_MESSAGE = 10
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FOOTER = 2048
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1024
EMBED_TOTAL = 6000
NONCE = 25

# Interactions (interactions/receiving-and-responding), seconds
INTERACTION_ANSWER = 3

# Rate limits (topics/rate-limits): over all routes but answers to interactions
REQUESTS_PER_SECOND = 50

# Sharding (events/gateway): so many seconds between two identifies of one bucket
IDENTIFY_SECONDS = 5
