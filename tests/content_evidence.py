"""What the documents say, typed from the evidence: names, numbers, words, and where they disagree.

Tables for test_content.py. They are kept apart from data/ on purpose: two people must make the same
slip before a wrong name passes.
"""

from __future__ import annotations

UNIVERSITIES = (
    "Bialystok University of Technology",
    "Medical University of Bialystok",
    "University of Bialystok",
)
# Every organisation of the five documents but the six that are partners of Minsk only.
NAMES_BY_COLLECTION = {
    "universities": UNIVERSITIES[:2],
    "units": (
        "International Relations Office, Bialystok University of Technology",
        "Centre for Polish Language and Culture POLISH LAB",
        "Foreign Language Centre, Bialystok University of Technology",
        "Confucius Classroom of Bialystok University of Technology",
        "Centre for Modern Education, Bialystok University of Technology",
        "(then) Faculty of Forestry in Hajnówka, Bialystok University of Technology",
        "Faculty of Engineering Management (then Faculty of Management), Bialystok University of Technology",
        "Faculty of Civil Engineering and Environmental Sciences, Bialystok University of Technology",
        "Faculty of Electrical Engineering, Bialystok University of Technology",
        "Faculty of Mechanical Engineering, Bialystok University of Technology",
        "Faculty of Computer Science, Bialystok University of Technology",
        "Faculty of Architecture, Bialystok University of Technology",
        "City of Białystok",
    ),
    "offices": ("International Cooperation Department",),
    "networks": ("Euroregional Medical Center for Research and Education",),
    "partners": (
        "Lower Oder Valley National Park",
        "Białowieża National Park",
        "Belovezhskaya Pushcha National Park",
        "Belarusian National Technical University",
        "Eberswalde University for Sustainable Development",
        "Ningbo Institute of Technology, Zhejiang University (since 2020 NingboTech University)",
        'National University "Yuri Kondratyuk Poltava Polytechnic"'
        " (then Poltava National Technical Yuri Kondratyuk University)",
        "Tianjin Chengjian University",
        "University of Mississippi",
        "University of Pittsburgh",
        "University of Maryland",
        "Cleveland State University",
        "Grodno State Medical University",
        "Faculty of Medicine, Vilnius University",
        "Mayo Clinic",
        "National Institutes of Health",
        "Harvard Medical School",
        "University of Pennsylvania",
        "Belarusian State Medical University",
    ),
}
PARTICIPANTS_BY_COUNTRY = {
    "albania": 'University of Vlora "Ismail Qemali"',
    "azerbaijan": "Azerbaijan Technological University",
    "bhutan": "Jigme Namgyel Engineering College, Royal University of Bhutan",
    "bosnia-and-herzegovina": "University of East Sarajevo",
    "egypt": "Mansoura University",
    "ecuador": "Universidad de Las Américas",
    "spain": "University of Burgos",
    "indonesia": "Institut Teknologi Sepuluh Nopember",
    "kazakhstan": (
        "Kazakh National Research Technical University named after K.I. Satpayev (Satbayev University)"
    ),
    "kyrgyzstan": "Ala-Too International University",
    "kosovo": "University of Priština in Kosovska Mitrovica",
    "lithuania": "Kaunas University of Applied Engineering Sciences",
    "malaysia": "National University of Malaysia",
    "mauritius": "University of Mauritius",
    "moldova": "Technical University of Moldova",
    "nepal": "Kathmandu University",
    "tunisia": "University of Monastir",
    "turkiye": "Fırat University",
}
CHINESE_FOUNDERS = (
    "Beijing University of Technology",
    "Beijing Information Science and Technology University",
    "Beijing Institute of Petrochemical Technology",
    "Beijing International Studies University",
    "Beijing University of Civil Engineering and Architecture",
    "Capital University of Economics and Business",
    "North China University of Technology",
    "Chongqing Jiaotong University",
    "Chongqing Technology and Business University",
    "Chongqing University",
    "Chongqing University of Posts and Telecommunications",
    "Chongqing University of Technology",
    "Chongqing University of Science and Technology",
    "Southwest University",
)
POLISH_FOUNDERS = (
    "AGH University of Krakow (then AGH University of Science and Technology)",
    "Bialystok University of Technology",
    "Lodz University of Technology",
    "Opole University of Technology",
    "Poznan University of Technology",
    "Silesian University of Technology",
    "University of Silesia in Katowice",
    "Warsaw University of Technology",
    "Wrocław University of Science and Technology",
)
STATISTICS = (
    ("but-partner-centres", "more-than", "100", "in an undated page, 2016 or later"),
    ("but-work-plans", "about", "50", "in an undated page, 2016 or later"),
    (
        "but-internship-universities",
        "exactly",
        "4 Russian and 2 Ukrainian",
        "in an undated page, 2016 or later",
    ),
    ("polish-german-belarusian-summer-school-editions", "exactly", "3", "in an undated page, 2016 or later"),
    ("but-civil-engineering-visiting-professors", "exactly", "1", "in an undated page, 2016 or later"),
    ("training-week-2022-participants", "nearly", "40", "2022-05"),
    ("training-week-2022-countries", "exactly", "18", "2022-05"),
    ("training-week-2022-universities", "exactly", "18", "2022-05"),
    ("training-week-2022-edition", "exactly", "8", "2022-05"),
    ("umb-visiting-professors", "more-than", "10", "2019-07-03"),
    ("euroregional-center-summer-universities", "exactly", "2", "2019-07-03"),
    ("consortium-chinese-founders", "exactly", "14", "2017-03-21"),
    ("consortium-polish-founders", "exactly", "9", "2017-03-21"),
    ("bsmu-conferences", "more-than", "100", "according to an undated page of BSMU, 2012 or later"),
    ("bsmu-exchange-participants", "about", "350", "since 2004, according to an undated page of BSMU"),
    ("bsmu-summer-practice-students", "about", "150", "according to an undated page of BSMU, 2012 or later"),
    ("bsmu-clinical-training", "exactly", "4", "according to an undated page of BSMU, 2012 or later"),
    ("bsmu-phd-students", "exactly", "2", "according to an undated page of BSMU, 2012 or later"),
)
STATEMENTS = {
    "new-contacts": (
        "We meet to establish new contacts and maintain existing relations with partner universities"
        " that we have all over the world."
    ),
    "branicki-palace": (
        "This is where our meeting with the city’s history began. Then we visited the Branicki Palace and"
        " gardens, as well as other historical places"
    ),
    "suprasl": (
        "It was a great opportunity to introduce the culture of our region and Poland to foreigners. During a"
        " regional dinner, the guests could taste local delicacies and even learn folk dances"
    ),
    "study-in-bialystok": (
        "It will become a tool to promote not only Bialystok but also local academic centres and our rich"
        " offer for foreign students. This is a common benefit for all of us"
    ),
}

WEEK = "data/events/international-training-week-2022.yaml"
SCHOOL = "data/summer-schools/polish-german-belarusian-summer-school.yaml"
MINSK = "data/cooperation/medical-university-of-bialystok-mobility-with-minsk.yaml"
# Where the documents contradict themselves or others: the file that says so, what it must say, and
# what must be said nowhere (a regular expression; empty when the first is enough).
CONTRADICTIONS = {
    "countries-18-19": (WEEK, "Mongolia is in no count here", "country: mongolia"),
    "ka107": (WEEK, "Erasmus+ KA107", "K107"),
    "ka107-eu": (WEEK, "mostly from countries outside the European Union", "non-EU universities"),
    "itw-tense": (WEEK, "label: In the following days", "for the next week"),
    "itw-name": (WEEK, "Newer editions are called International Staff Week.", r"Programme 2022|\.pdf"),
    "lower-oder": (
        "data/partners/lower-oder-valley-national-park.yaml",
        "text: Nationalpark Unteres Odertal",
        r"(?<!Lower Oder )Valley National Park",
    ),
    "bntu-bstu": (
        "data/partners/belarusian-national-technical-university.yaml",
        "other sources name the Belarusian State Technological University",
        "",
    ),
    "protected-areas": (SCHOOL, "Three universities and three national parks", "located in protected areas"),
    "editions-years": (SCHOOL, "The years come from the Lower Oder Valley National Park.", ""),
    "polish-chinese-year": (
        "data/summer-schools/polish-chinese-summer-school.yaml",
        "period: 2015 to 2016",
        "",
    ),
    "peruses": ("data/universities/bialystok-university-of-technology.yaml", "summary: A public", "peruse"),
    "faculty-names": (
        SCHOOL,
        "the then Faculty of Forestry in Hajnówka",
        r"(?<!then )Faculty of Management\b(?!\))",
    ),
    "russia-belarus": (
        "data/cooperation/bialystok-university-of-technology-student-internships.yaml",
        "status: historical",
        "currently open|(?i:are open)",
    ),
    "umb-office-names": (
        "data/offices/medical-university-of-bialystok-international-cooperation-department.yaml",
        "name: International Cooperation Department",
        "",
    ),
    "nih": (
        "data/partners/national-institutes-of-health.yaml",
        "town: bethesda-maryland",
        r"Institute of Health\b",
    ),
    "vilnius-grodno-names": (
        "data/networks/euroregional-medical-center-for-research-and-education.yaml",
        "partner:faculty-of-medicine-vilnius-university",
        "Medical University of Grodno|Medical Division|University of Vilnius",
    ),
    "every-year": (
        "data/visits/visiting-professors-at-the-medical-university.yaml",
        "has hosted more than ten visiting professors",
        "(?i:every year we)",
    ),
    "cueb": (
        "data/partners/capital-university-of-economics-and-business.yaml",
        "name: Capital University of Economics and Business",
        "Economics and Trade",
    ),
    "commas": (
        "data/networks/sino-polish-university-consortium.yaml",
        "14 Chinese and 9 Polish",
        "Technology,Beijing",
    ),
    "consortium-23-27": (
        "data/networks/sino-polish-university-consortium.yaml",
        "members_title: Founding members, March 2017",
        "23 members",
    ),
    "bsmu-gaps": (MINSK, "Two of its lists are missing, and they are left open here.", ""),
    "bsmu-years": (
        "data/facts/bsmu-exchange-participants.yaml",
        "since 2004, according to an undated page",
        "",
    ),
    "bsmu-not-bialystok": (
        MINSK,
        "This is history.",
        "Karolinska|Smolensk|Saratov|Moscow|DAAD|Stockholm|Asfendiyarov",
    ),
    "agreements-2003-2004": (MINSK, "is not the agreement of 2003 with Grodno and Vilnius", ""),
    "kosovo": ("data/countries/kosovo.yaml", "Its status is disputed", "Republic of Kosovo"),
    # Among the other names of the country, a list, it is what people type, and is not shown.
    "turkey": ("data/countries/turkiye.yaml", "name: Türkiye", r"(?<!- )\bTurkey\b"),
    "missing-space": (
        "data/partners/kazakh-national-research-technical-university-named-after-k-i-satpayev.yaml",
        "Research Technical University named after K.I. Satpayev",
        r"ResearchTechnical|K\.I\.Satpayev",
    ),
    "spellings": (
        "data/universities/medical-university-of-bialystok.yaml",
        "abbreviation: UMB",
        r"(?i:city) of Bialystok|Hajnowka|University of Białystok\b",
    ),
    "president-mayor": (
        "data/facts/brand-request.yaml",
        "President (mayor) of Białystok",
        r"(?<!Deputy )President of Bia[lł]ystok",
    ),
    "koryciny-korycin": (WEEK, "It is not Korycin.", r"(?<!is not )\bKorycin\b"),
}
