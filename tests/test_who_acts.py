"""Who acts, from the words of small documents to identities, through all rooms."""

from __future__ import annotations

import pytest
from drawn import outline

from pipeline import language, lexicon, resolve
from pipeline.language.model import load


def acting(drawing: str) -> list[list[str]]:
    """The ids of those who act, for each directive of a drawing, in text order."""
    document, found = outline(drawing)
    annotation = language.annotate(load(), document, found, lexicon.load())
    directives = resolve.resolve(document, found, annotation, lexicon.load()).directives
    return [[p.entity_id for p in d.parties if p.role == "actor"] for d in directives]


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("The web should serve everyone.", []),
        ("The platform must be open.", []),
        ("Any standard should take account of users.", []),
        ("The data should be published.", []),
        ("Law enforcement and intelligence agencies should share reports.", ["law-enforcement-agencies", "intelligence-agencies"]),
        ("Federal and state governments must cooperate.", ["federal-governments", "state-governments"]),
        ("Primary and secondary schools should teach coding.", ["primary-schools", "secondary-schools"]),
        ("Oil and gas companies should pay.", ["oil-and-gas-companies"]),
        ("Ministers and senior officials should declare gifts.", ["ministers", "senior-officials"]),
        ("Service providers such as incident responders should hire counsellors.", ["service-providers"]),
        ("Bodies like the Water Council should meet.", ["bodies"]),
        ("Countries such as Peru and Chile should sign the treaty.", ["countries", "PER", "CHL"]),
        ("Organisations offering these services should train staff.", ["organisations-offering-these-services"]),
        ("The data should be maintained by agencies through an interface in a secure account.", ["agencies"]),
        ("Fees should be set by councils to cover the cost.", ["councils"]),
        ("With the consent of the clients, service providers should actively share reports through their networks.", ["service-providers"]),
        ("Following advice from experts, ministers should revise the code.", ["ministers"]),
        ("The presidential office and Congress have a responsibility to protect citizens.", ["presidential-office", "us-congress"]),
        ("The Ministry of Health and the Ministry of Labour should share data.", ["ministry-of-health", "ministry-of-labour"]),
        ("Government authorities need to clarify the tasks of public bodies.", ["government-authorities"]),
        ("The Trump administration should act.", ["trump-administration"]),
        ("Hospitals should be encouraged to report errors.", []),
        ("When a form is lost, it should be easy to replace.", []),
        ("Closer cooperation between Chile and Peru is needed.", ["CHL", "PER"]),
        ("Collaboration between customs and intelligence agencies is paramount.", ["customs-agencies", "intelligence-agencies"]),
        ("It requires commitment by both the president and the ministers.", ["president", "ministers"]),
        ("More public funding is needed.", []),
        ("Although both the Port Agency and the Rail Agency have made progress, key elements need to be completed.", ["port-agency", "rail-agency"]),
        ("The Commission, the Council and the national parliaments must agree.", ["commission", "council", "national-parliaments"]),
        ("The Secretary of Defense, in coordination with the Secretary of State, should draft a plan.", ["secretary-of-defense"]),
        ("A number of ministries should join.", ["ministries"]),
        ("The city should lower rents.", ["city"]),
        ("We recommend that the council fund two shelters.", ["council"]),
        ("The HTB should continue to dredge.", ["htb"]),
        ("We recommend closing the old pier.", []),
        ("We need to keep the water clean, and our government looks away.", ["authors"]),
        ("Pilots must be fully aware of the tides.", ["pilots"]),
        ("The claimant must sign the form.", ["claimant"]),
        ("Clerks of the court should keep the files.", ["clerks-of-the-court"]),
        ("The Office of Harbours and Tides (OHT) should publish a plan.", ["office-of-harbours-and-tides"]),
        ("The Department for Rivers, Lakes and Net Zero should lower prices.", ["department-for-rivers-lakes-and-net-zero"]),
        ("We urge the Department for Levelling Up, Ports and Fisheries to act.", ["department-for-levelling-up-ports-and-fisheries"]),
        ("The Northern Competition and Consumer Commission should watch prices.", ["northern-competition-and-consumer-commission"]),
        ("The Department for Children, Schools and Families should meet.", ["department-for-children-schools-and-families"]),
        ("The Department of Commerce and Congress should agree.", ["department-of-commerce", "us-congress"]),
        ("The Bank of Canada and Finance Canada should meet.", ["bank-of-canada", "finance-canada"]),
        ("The Port Office and Harbour Treasury should meet.", ["port-office", "harbour-treasury"]),
        ("Those who were harmed by the flood should have a say.", ["those-who-were-harmed-by-the-flood"]),
        ("All those living near the river must leave.", ["those-living-near-the-river"]),
        ("Those should be closed.", []),
        ("Anyone should be able to take part.", ["anyone"]),
        ("No applicant who holds a permit should apply again.", ["applicant"]),
        ("The buyer must name a carrier.", ["buyer"]),
        ("The code should specify what is allowed.", []),
        ("Public funding for rivers should follow needs.", []),
        ("Bus systems should set fare targets.", ["bus-systems"]),
        ("Claims should be assessed by an independent panel.", ["independent-panel"]),
        ("The Port Authority's review shall include hearings.", ["port-authority"]),
        ("The Port Authority's powers should be extended.", []),
        ("The Council and/or the Board and where appropriate the Harbour Fund and Siemens shall reply.", ["council", "board", "harbour-fund", "siemens"]),
        ("Farmers and, where possible, traders should keep records.", ["farmers", "traders"]),
        ("The Board or, if necessary, the Council should step in.", ["board", "council"]),
        ("Assessing officers should familiarise themselves with the policy.", ["assessing-officers"]),
        ("The matter must be considered by a person who is independent of the Board.", ["person"]),
        ("Old maps drawn by harbour authorities should be precise.", ["harbour-authorities"]),
        ("FOI should apply to services run by private companies.", []),
        ("We recommend that the landlord and the tenant keep records.", ["landlord", "tenant"]),
        ("Companies ranked in this survey should improve.", ["companies"]),
    ],
)  # fmt: skip
def test_who_acts_in_a_sentence(sentence: str, actors: list[str]) -> None:
    assert acting(sentence)[-1] == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Third-party service providers should train staff. Such providers should publish prices.", ["third-party-service-providers"]),
        ("The president should create a White House office for water security. This office should report to Congress.", ["white-house-office-for-water-security"]),
        ("Political leaders in both capitals should meet. Both leaders should set priorities.", ["political-leaders-in-both-capitals"]),
        ("The Treasury and the Port Agency should share data. These two bodies should meet weekly.", ["treasury", "port-agency"]),
        ("The Ministry of Health and the Ministry of Labour should share data. Both ministries should publish it.", ["ministry-of-health", "ministry-of-labour"]),
        ("The law should set up an empowered, unitary entity within the Ministry of Trade. This entity should run checks.", ["empowered-unitary-entity-within-the-ministry-of-trade"]),
        ("Policymakers should act early. These measures should be cheap. They should also be easy to use.", []),
        ("The Harbour Fund should pay. The fund should publish its accounts.", ["harbour-fund"]),
        ("Iran and Iraq should talk. Each side should be patient.", ["IRN", "IRQ"]),
        ("Ministers should plan. They should consult farmers.", ["ministers"]),
        ("The plan should be updated yearly. It should list costs.", []),
        ("The fire service did not have a plan. It should adopt one.", ["fire-service"]),
        ("The ministry has not replied to the panel. It must do so by June.", ["ministry"]),
        ("The plan is old. It should include costs.", []),
        ("The Port Agency should publish a new harbour plan. Ships are late. The plan must set targets.", ["port-agency"]),
        ("The Port Agency should follow the plan. The plan must set targets.", []),
        ("Ministers should act early. These recommendations should be read with care.", []),
    ],
)  # fmt: skip
def test_an_anaphor_finds_its_noun(text: str, actors: list[str]) -> None:
    assert acting(text)[-1] == actors


@pytest.mark.parametrize(
    ("drawing", "actors"),
    [
        ("Dear Prime Minister,\nWe write on behalf of forty charities.\nYou should appoint a minister for homelessness. The grant must be paid monthly.", [["prime-minister"], ["prime-minister"]]),
        ("MEMORANDUM\nTO: Heads of departments\nFROM: Chief Procurement Officer\nSubject: Small contracts\nYou must keep a record of each quotation. Contractors must sign the form.", [["heads-of-departments"], ["contractors"]]),
        ("MEMORANDUM\nTO: Regional directors\nFROM: The Secretary\nSubject: Fires\nEach region shall inspect fire breaks. Contractors must hold a licence. Equipment must be tested.", [["region"], ["contractors"], ["regional-directors"]]),
        ("# Handbook for school boards\nYou should meet every month. The chair should sign the minutes.", [["school-boards"], ["chair"]]),
        ("# Memo to the Next President: Fix the Post\nYou should appoint a board.", [["next-president"]]),
        ("# Free Press\n## Recommendations\nFor donors:\n@- Fund long-term programmes.\n@- Work with others.\nFor governments:\n@- Repeal the press law.\n@- Journalists must be protected.", [["donors"], ["donors"], ["governments"], ["governments"]]),
        ("# Open Data\n## Recommendations\nThese insights can help the Kenyan government to increase the use of data.\n@- Continue the outreach.\n@- Host round tables.", [["KEN"], ["KEN"]]),
        ("# Audit of Harbour Fees\n## Recommendations\n1.2 We also recommend that, like the Port Authority, the Treasurer\n@- Select a new tool.\n@- Review the ledgers.", [["treasurer"], ["treasurer"]]),
        ("# Ports\n## For shipping companies\nBelow is a guide.\n### General recommendations\n@- Publish the tariff.\n@- Publish the accounts.", [["shipping-companies"], ["shipping-companies"]]),
        ("# Lifts\n## Recommendations\n@1. Those who cannot walk should have a plan. Residents should be told the rules.", [["those-who-cannot-walk"], []]),
        ("# Rivers\n## Recommendations for the Ministry of Water\n@1. Set up a river agency.\n@2. Fees should be lowered.", [["ministry-of-water"], ["ministry-of-water"]]),
        ("# Online Harm\n## Recommendations\n@1. The Broadcasting Agency should publish a register. The register should be updated monthly.", [["broadcasting-agency"], ["broadcasting-agency"]]),
        ("# Meters\n## Recommendations\n@1. Users should read their meters. Standards should be developed.", [["users"], []]),
        ("# Ports\n## Recommendations\n@1. The Port Agency should lead. Pilots' unions should help. Fees should be lowered.", [["port-agency"], ["pilots-unions"], ["port-agency"]]),
        ("# Ports\n## Recommendations\nThe ministries should ensure the following:\n@1. Old piers should be closed. The Port Agency should publish a map.", [["ministries"], ["ministries"], ["port-agency"]]),
        ("We recommend that the Port Agency set out a plan. Local councils should be consulted.", [["port-agency"], ["port-agency"]]),
        ("The Port Agency should set out a plan. Local councils should be consulted.", [["port-agency"], []]),
        ("The Commandant of the Coast Guard should share data.", [["commandant-of-the-coast-guard"]]),
        ("We demand that Nordic College end the lease.\n@- Release the accounts.\nWe require a change of course.", [["nordic-college"], ["nordic-college"], ["nordic-college"]]),
        ("We demand that Nordic College end the lease. We call on the mayor to step in.\n@- Release the accounts.", [["nordic-college"], ["mayor"], []]),
        ("# Meters\nThis note gives practical advice for farmers using meters.\nYou should read the meter weekly.", [["farmers"]]),
        ("# Meters\nThe code is intended primarily for water companies.\n## Reading\nIt is recommended that you train staff.", [["water-companies"]]),
        ("# Ports\n## Recommendations\n@- Limit the noise – Ship brokers should log each call.", [["ship-brokers"], ["ship-brokers"]]),
        ("# Devices\nThis guidance applies to all staff and contractors.\n## Accounts\nNever share an account.\nYou should lock it.", [["staff", "contractors"]]),
        ("# Ports\n## Recommendations\n@1. Require certificates of ship brokers. Ship brokers should pay for them.", [[], ["ship-brokers"]]),
    ],
)  # fmt: skip
def test_whom_a_document_addresses_acts(drawing: str, actors: list[list[str]]) -> None:
    assert acting(drawing)[-len(actors) :] == actors


def test_the_government_is_that_of_the_addresses() -> None:
    assert acting("See www.rivers.gov.uk and data.gov.uk for more. The Government should publish a map.") == [["GBR"]]


def test_a_heading_says_who_is_to_do_what_stands_below() -> None:
    drawing = "# Clean Air\n## What the ministry should do\n@- Ban old stoves.\n## What cities should do\n@- Widen the bus lanes."
    assert [who for who in acting(drawing) if who] == [["ministry"], ["cities"]]
