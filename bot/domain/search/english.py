"""What the search knows of English: which words say little, and which mean nearly the same."""

# Words that hold a question together and say nearly nothing about what it asks.
FRAME = frozenset(
    """
a about actually all also always am an and any anyone anything are as at be been being but by can could did do
does doing dont even for from get gets getting give go going gonna good got guys had has have hello hey hi how
i id if ill im in into is isnt it its ive just kind know let like lol lot make many me more most much must my
need no not now of off ok on one only or other our out please pls really say see should so some somebody
someone something still such tell than thanks that thats the their them then there these they thing things
think this those to too u up us use very want was way we well were what whats when where which while who whom
whose why will with without would yeah yes you your
""".split()
)

# Words that come up whatever people talk about; one form of each is enough.
COMMON = frozenset(
    """
able across after again ago already around ask away back bad before begin best better between big boss both
bring buy call came care case chance change come current day different during each early either else end
enough ever every everybody everyone everything explain fair family far feel few find first five folks friend
full fun future girl glad great group guess half hand happen happy hard head hear help here high honest hope
hour huge idea important instead keep kids kinda last late later leave left less life line list little live
long longer look love main man matter maybe mean men mind minute money month morning move myself name near
necessary neither never new next nice night normal nothing number often old once open over part past path
people person place plan point possible pretty problem put question quick quite rather read ready real
realistic reason right roadmap run same self set short side simple since sit small soon sort start stay step
stop story stuff sure take talk ten three through time today together told tomorrow tonight took top tough
true try turn two type under until usual wait walk week weekend went whole wish within woman women wonder word
work world worry worth wrong year yesterday young younger yourself
""".split()
)

# How people ask what a role is, given its name.
ASKED_OF_A_ROLE = (
    "what is an {}",
    "what does an {} do",
    "explain the role of an {}",
    "what kind of job is {}",
    "{} meaning",
    "tell me about the role",
    "is this role for me",
)

# Words that people take for one another when they ask about a job and the way to it, by family.
KIN = [
    family.split()
    for family in """
academia academic bachelor bachelors bsc college degree diploma doctorate graduate masters msc phd
    postgrad postgraduate school studied studies uni university;
challenge challenging demanding difficult difficulty hard obstacle painful struggle tough tricky;
beginner junior newbie newcomer noob novice rookie starter;
change jump leap move pivot shift switch transition;
badge cert certificate certification certified credential exam;
cv resume;
algebra arithmetic calculus equations math mathematical mathematics maths probability statistics;
agents ai automl bots chatgpt claude copilot gemini gpt llm machines robots;
automated disappear eliminate extinct kill obsolete redundant replace;
compare comparison differ difference different distinction distinguish overlap versus vs;
company employer hire hired hiring hr recruiter;
article blog post;
career job occupation position profession role;
background experience;
helpful useful valuable worth;
theoretical theory;
error fail mistake wrong;
age aged old older;
begin start;
apprenticeship intern internship trainee;
contract contractor freelance freelancing gig;
monitor observe watch;
conference event meetup;
portfolio showcase;
deploy host online publish release serve ship;
safe secure;
bill budget charge cost expense expensive fee price spend spending;
compensation earn earning earnings income salary wage wages;
afford cheap free gratis;
computer desktop hardware laptop macbook machine notebook pc;
cuda gpu graphics nvidia rtx;
amazon aws;
gcp google;
azure microsoft;
k8s kubectl kubernetes;
linux ubuntu wsl;
genai generative prompt rag;
database databases mysql nosql postgres queries query sql;
dm dms message notification nudge reminder;
cancel disable mute stop unsubscribe;
delete erase forget remove wipe;
complete completed done finish finished tick;
assess criteria evaluate grade judge judged rate review rubric;
idea inspiration suggestion topic;
demand openings sought vacancies;
dag orchestration orchestrator pipeline scheduler workflow;
anaconda conda dependencies dependency environment pip poetry uv venv;
code coder coding developer program programmer programming;
decay degrade drift worse;
container docker dockerfile image;
bash shell terminal;
benefit impact kpi roi value;
enrol enroll join register signup;
data dataset datasets;
cluster pods;
alarm alert cap limit;
omit skip;
private privacy gdpr stored
""".split(";")
]
