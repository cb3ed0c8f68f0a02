"""One box for every system: by number, by words, by the way coders speak."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.codes import importing, releases
from careercenter.codes.clock import today
from careercenter.codes.editorial.seeding import seed
from careercenter.codes.formats.entries import Entry
from careercenter.codes.lookup import finding, indexing, snapshot, sources
from careercenter.codes.lookup.entries import key_of
from careercenter.codes.models import CodeSystem, Dataset, Standing
from careercenter.core import now
from tests.codes.factories import heading, import_everyday, made_up, made_up_modifiers, read_tabular


def codes(text: str) -> list[str]:
    return finding.rank(text, most=10)


@pytest.mark.usefixtures("everyday")
class TestByNumber:
    @pytest.fixture
    def modifiers(self):
        importing.import_codes(heading(Dataset.HCPCS), [*made_up({
            "A9587": "Gallium ga-68, diagnostic", "A9567": "Technetium tc-99m, diagnostic"}), *made_up_modifiers({
                "CA": "Procedure payable only in the inpatient setting when performed emergently",
                "GA": "Waiver of liability statement issued as required by payer policy, individual case",
                "GK": "Reasonable and necessary item/service associated with a ga or gz modifier",
                "E2": "Lower left, eyelid", "FA": "Left hand, thumb", "TC": "Technical component",
                "LT": "Left side (used to identify procedures performed on the left side of the body)",
                "RR": "Rental (use the 'rr' modifier when dme is to be rented)",
                "RT": "Right side (used to identify procedures performed on the right side of the body)"})])
        indexing.rebuild()

    @pytest.mark.parametrize("typed", ["E11.40", "e11.40", " E11.40 ", "icd10 e11.40", "ICD-10-CM: E11.40"])
    def test_a_code_is_found_however_it_is_written(self, typed):
        assert codes(typed) == ["E11.40"]

    def test_without_its_dot_it_may_be_of_two_systems(self):
        found = finding.search("e1140")

        assert {(group.system, group.hits[0].code) for group in found.groups} == {
            (CodeSystem.ICD10CM, "E11.40"), (CodeSystem.HCPCS, "E1140")}

    def test_a_begun_code_finds_itself_and_what_stands_below(self):
        assert codes("E11.4") == ["E11.4", "E11.40", "E11.42"]

    def test_several_codes_are_found_at_once(self):
        assert set(codes("I10, E11.9; W54.0XXA")) == {"I10", "E11.9", "W54.0XXA"}

    def test_a_procedure_brings_its_modifier(self):
        assert codes("99213-25") == ["99213", "25"]

    @pytest.mark.parametrize(("typed", "system", "code"), [
        ("25", CodeSystem.MODIFIER, "25"), ("modifier 59", CodeSystem.MODIFIER, "59"),
        ("pos 23", CodeSystem.POS, "23"), ("cpt 99213", CodeSystem.CPT, "99213"),
        ("J0696", CodeSystem.HCPCS, "J0696")])
    def test_every_system_has_its_numbers(self, typed, system, code):
        assert (system, code) in [(group.system, group.hits[0].code) for group in finding.search(typed).groups]

    def test_cpt_has_no_descriptor_but_says_roughly_what_it_is_about(self):
        (hit,) = finding.search("32608").hits

        assert hit.title == "" and "through a scope" in hit.also

    def test_cpt_is_found_by_what_we_say_of_it(self):
        seed()
        indexing.rebuild()

        assert codes("biopsy of a lung nodule by camera")[0] == "32608"
        assert finding.suggest("nodule by camera")[0].code == "32608"

    def test_a_cpt_number_that_no_list_has_leads_to_its_page_and_to_its_range(self):
        number, hit = finding.search("32605").hits

        assert (number.code, number.title, number.is_heading) == ("32605", "", False)
        assert hit.is_heading and (hit.code, hit.numbers) == ("32601–32609", ("32608",))

    @pytest.mark.parametrize("typed", ["E11.-", "e11.-", "E11-", "E11.x", "e11.xx"])
    def test_the_notation_for_what_is_below_finds_the_category_and_that(self, typed):
        assert codes(typed) == codes("E11.") and codes(typed)[:2] == ["E11", "E11.2"]

    @pytest.mark.parametrize(("typed", "named"), [
        ("E11.42 diabetes", ["E11.42"]), ("diabetes (E11.42)", ["E11.42"]), ("E11.4- neuropathy", ["E11.4"]),
        ("CPT® 99213", ["99213"]), ("99213 office visit", ["99213"]), ("99213-25 office visit", ["99213", "25"]),
        ("99213 with 25", ["99213", "25"]), ("99213 mod 25", ["99213", "25"]), ("I10 hypertension", ["I10"]),
        ("J0696 rocephin", ["J0696"]), ("rocephin J0696 99999", ["J0696"]), ("icd10 I10 hypertension", ["I10"]),
        ("office visit with modifier 25", ["25"]), ("E11.42 fx", ["E11.42"])])
    def test_a_code_among_words_comes_first(self, typed, named):
        assert codes(typed)[:len(named)] == named

    def test_what_the_words_beside_a_code_find_comes_after_it(self):
        assert codes("E11.42 hypertension")[:2] == ["E11.42", "I10"]

    def test_of_two_codes_written_alike_the_words_choose(self):
        assert codes("e1140 wheelchair")[0] == "E1140" and codes("e1140 diabetes")[0] == "E11.40"

    @pytest.mark.parametrize("typed", ["ckd 25", "type 2 diabetes", "mod pain", "lt hand", "diabetes with 25"])
    def test_words_and_small_numbers_name_no_code(self, typed):
        assert not [hit for hit in finding.search(typed).hits if hit.score > 1.5]

    @pytest.mark.parametrize(("typed", "modifier"), [
        ("GA", "GA"), ("tc", "TC"), ("rt modifier", "RT"), ("25 modifier", "25"), ("GA modifier", "GA"),
        ("modifier rt", "RT"), ("left modifier", "LT"), ("modifier left", "LT"), ("bilateral modifier", "50"),
        ("modifier for an assistant surgeon", "80")])
    def test_a_modifier_is_found_by_its_letters_and_by_its_words(self, modifiers, typed, modifier):
        assert codes(typed)[0] == modifier

    def test_letters_that_are_an_abbreviation_too_are_that_first(self, modifiers):
        assert codes("htn")[0] == "I10" and codes("ca")[-1] == "CA"

    @pytest.mark.parametrize(("typed", "modifier"), [
        ("bilateral procedure", "50"), ("professional component", "26"), ("technical component", "TC"),
        ("repeat procedure same physician", "76"), ("distinct procedural service", "59"), ("assistant surgeon", "80"),
        ("reduced services", "52"), ("discontinued procedure", "53"), ("separate e/m same day", "25"),
        ("decision for surgery", "57"), ("global period unrelated", "79"), ("staged procedure", "58"),
        ("return to OR", "78"), ("telehealth", "95"), ("unrelated visit postop", "24")])
    def test_a_modifier_is_found_by_what_coders_call_it_and_shows_our_words_alone(self, modifiers, typed, modifier):
        hit = finding.search(typed).hits[0]

        assert hit.code == modifier and hit.title and not hit.also

    @pytest.mark.parametrize(("typed", "first"), [
        ("E11 40", "E11.40"), ("e11 40", "E11.40"), ("E11 9", "E11.9"), ("W54 0XXA", "W54.0XXA"),
        ("icd10 e11 40", "E11.40"), ("diabetes E11 40 neuropathy", "E11.40")])
    def test_a_space_may_stand_for_the_dot(self, typed, first):
        assert codes(typed)[0] == first

    def test_a_category_beside_words_that_find_nothing_of_it_may_be_none(self):
        assert codes("e11 wheelchair")[0] == "E1140" and codes("e11 diabetes")[0] == "E11"
        assert codes("icd10 e11 wheelchair")[0] == "E11"

    def test_what_looks_like_a_code_and_is_none_is_read_as_words(self):
        assert finding.search("Q99.99") == finding.Results("Q99.99")


@pytest.mark.usefixtures("everyday")
class TestByWords:
    @pytest.mark.parametrize(("typed", "first"), [
        ("dm2 w neuropathy", "E11.40"),
        ("type 2 diabetes with neuropathy", "E11.40"),
        ("heart attack", "I21.9"),
        ("nstemi", "I21.4"),
        ("htn", "I10"),
        ("ckd 3b", "N18.32"),
        ("on insulin long term", "Z79.4"),
        ("dog bite init", "W54.0XXA"),
        ("rocephin", "J0696"),
        ("first awv", "G0438"),
        ("thoracoscopy biopsy", "32601–32609"),
    ])
    def test_the_way_coders_speak_is_understood(self, typed, first):
        assert codes(typed)[0] == first

    @pytest.mark.parametrize("typed", ["diabetic neuropthy", "diabtic neuropathy", "dm2 neuropahty"])
    def test_a_slip_of_the_finger_is_forgiven_and_told(self, typed):
        found = finding.search(typed)

        assert found.hits[0].code == "E11.40" and found.corrected

    def test_an_inclusion_term_is_found_and_named(self):
        (hit, *_) = finding.search("diabetic neuralgia").hits

        assert (hit.code, hit.also) == ("E11.42", "Type 2 diabetes mellitus with diabetic neuralgia")

    def test_a_hit_says_where_it_stands_and_whether_it_is_billed(self):
        (hit, *_) = finding.search("dm2 w neuropathy").hits

        assert [step.code for step in hit.path] == ["Chapter 4", "E08-E13", "E11", "E11.4"]
        assert hit.is_billable and not hit.is_heading

    def test_a_word_finds_those_that_it_is_part_of(self):
        assert "E11.42" in codes("type 2 diabetes with neuropathy")  # polyneuropathy

    def test_meanings_are_told(self):
        assert ("htn", "hypertension") in finding.search("htn").meanings

    def test_the_general_code_comes_before_those_that_say_more(self):
        assert codes("diabetes type 2")[:2] == ["E11", "E11.9"]

    def test_nothing_is_found_for_nothing(self):
        assert finding.search("   ") == finding.Results("")
        assert finding.search("zzzqqq").groups == ()


class TestWhatIsNotSpecified:
    @pytest.fixture(autouse=True)
    def others(self, app):
        importing.import_codes(heading(Dataset.ICD10CM), read_tabular("others"))
        indexing.rebuild()

    @pytest.mark.parametrize("typed", ["chest pain", "chest pain unspecified", "chest pain nos"])
    def test_is_the_unspecified_code_before_the_other_one(self, typed):
        assert codes(typed)[:2] == ["R07.9", "R07.89"]
        assert [hit.code for hit in finding.suggest(typed)][:2] == ["R07.9", "R07.89"]

    @pytest.mark.parametrize("typed", ["other chest pain", "chest pain NEC", "Other chest pain"])
    def test_is_the_other_one_where_that_is_asked_for(self, typed):
        assert codes(typed)[0] == "R07.89"

    def test_is_the_other_one_of_a_family_that_has_no_unspecified_code(self):
        assert codes("pe w/o cor pulmonale")[0] == "I26.99"


class TestThePlainThing:
    @pytest.fixture(autouse=True)
    def fractures(self, app):
        importing.import_codes(heading(Dataset.ICD10CM), read_tabular("fractures"))
        indexing.rebuild()

    @pytest.mark.parametrize(("typed", "first"), [
        ("ankle fx left", "S82.892"), ("ankle fx left init", "S82.892A"), ("rt ankle fracture subsequent", "S82.891D")])
    def test_a_name_of_the_heading_is_that_of_its_sides_and_encounters(self, typed, first):
        (hit, *_) = finding.search(typed).hits

        assert (hit.code, hit.also) == (first, "Fracture of ankle NOS")

    def test_a_fracture_is_an_injury(self):
        assert codes("l finger fx init")[0] == "S62.603A"

    def test_a_fracture_of_a_sick_bone_is_found_by_saying_so(self):
        assert codes("pathological fx left ankle init")[0] == "M84.472A"

    @pytest.mark.parametrize("typed", ["hypertension", "htn"])
    def test_comes_before_the_other_one_though_brackets_stand_in_its_name(self, typed):
        assert codes(typed)[:2] == ["I10", "I1A"]


@pytest.mark.usefixtures("everyday")
class TestSlots:
    @pytest.mark.parametrize(("typed", "first"), [
        ("fx distal radius rt closed init", "S52.501A"),
        ("lt distal radius fracture subsequent", "S52.502D"),
        ("open fx distal radius left type 2 initial", "S52.502B"),
        ("sequela right distal radius fx", "S52.501S"),
        ("distal radius fx right healing well", "S52.501D"),
        ("fx distal radius closed init", "S52.509A"),
        ("ckd stage 3a", "N18.31"), ("ckd stage iv", "N18.4"),
        ("migraine w/o aura intractable", "G43.019"), ("migraine no aura not intractable", "G43.009"),
        ("migraine with aura", "G43.1"),
    ])
    def test_side_encounter_stage_and_denial_decide(self, typed, first):
        assert codes(typed)[0] == first

    def test_the_other_side_comes_far_behind(self):
        scores = {hit.code: hit.score for hit in finding.search("fx distal radius rt closed init").hits}

        assert scores.get("S52.502A", 0) < 0.5 * scores["S52.501A"]

    def test_what_was_understood_is_told(self):
        found = finding.search("fx distal radius rt closed init")

        assert set(found.slots) == {"right", "initial encounter", "closed"}

    def test_diabetes_of_another_cause_is_neither_type(self, everyday):
        importing.import_codes(heading(Dataset.HCPCS), made_up({
            "G9991": "Class on type 2 diabetes mellitus", "G9992": "Class on other specified diabetes mellitus",
            "G9993": "Class on drug or chemical induced diabetes mellitus"}))
        indexing.rebuild_if_old()

        assert [code for code in codes("class on type 2 diabetes") if code.startswith("G")] == ["G9991"]
        assert codes("class on drug induced diabetes")[0] == "G9993"

    @pytest.mark.parametrize(("typed", "side"), [
        ("L knee pain", "left"), ("r knee pain", "right"), ("knee pain (R)", "right"), ("r distal radius fx", "right"),
        ("b/l knee pain", "bilateral"), ("R sided weakness", "right")])
    def test_a_letter_beside_what_has_sides_is_one(self, typed, side):
        assert finding.search(typed).slots == (side,)

    @pytest.mark.parametrize("typed", ["hepatitis r/o", "vitamin r", "l spine pain", "l 5 leg pain", "m-l wrist"])
    def test_a_letter_beside_anything_else_is_none(self, typed):
        assert finding.search(typed).slots == ()

    def test_open_angle_is_no_open_wound(self):
        assert finding.search("open angle").slots == ()


class TestTheWayCodersWrite:
    """Among the codes of real titles that could be taken for each other."""

    TITLES = {
        "L03.113": "Cellulitis of right upper limb", "L03.114": "Cellulitis of left upper limb",
        "L03.115": "Cellulitis of right lower limb", "L03.116": "Cellulitis of left lower limb",
        "L03.90": "Cellulitis, unspecified",
        "I82.401": "Acute embolism and thrombosis of unspecified deep veins of right lower extremity",
        "I82.402": "Acute embolism and thrombosis of unspecified deep veins of left lower extremity",
        "I82.403": "Acute embolism and thrombosis of unspecified deep veins of lower extremity, bilateral",
        "I82.622": "Acute embolism and thrombosis of deep veins of left upper extremity",
        "M79.601": "Pain in right arm", "M79.605": "Pain in left leg", "R52": "Pain, unspecified",
        "R60.0": "Localized edema", "R60.9": "Edema, unspecified",
        "H25.11": "Age-related nuclear cataract, right eye", "H25.12": "Age-related nuclear cataract, left eye",
        "H25.13": "Age-related nuclear cataract, bilateral",
        "T40.1X1A": "Poisoning by heroin, accidental (unintentional), initial encounter",
        "T40.2X1A": "Poisoning by other opioids, accidental (unintentional), initial encounter",
        "M17.0": "Bilateral primary osteoarthritis of knee",
        "M17.11": "Unilateral primary osteoarthritis, right knee",
        "G56.01": "Carpal tunnel syndrome, right upper limb", "G56.03": "Carpal tunnel syndrome, bilateral upper limbs",
        "S72.001A": "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture",
        "S72.141A": "Displaced intertrochanteric fracture of right femur, initial encounter for closed fracture",
        "S72.144A": "Nondisplaced intertrochanteric fracture of right femur, initial encounter for closed fracture",
        "M26.25": "Anomalies of interarch distance", "W55.42XA": "Struck by pig, initial encounter",
        "K83.1": "Obstruction of bile duct",
        "F17.210": "Nicotine dependence, cigarettes, uncomplicated",
        "F17.220": "Nicotine dependence, chewing tobacco, uncomplicated",
        "I73.9": "Peripheral vascular disease, unspecified",
        "I70.209": "Unspecified atherosclerosis of native arteries of extremities, unspecified extremity",
        "N18.30": "Chronic kidney disease, stage 3 unspecified", "N18.32": "Chronic kidney disease, stage 3b",
        "N18.4": "Chronic kidney disease, stage 4 (severe)",
        "Z68.1": "Body mass index [BMI] 19.9 or less, adult", "Z68.39": "Body mass index [BMI] 39.0-39.9, adult",
        "Z68.41": "Body mass index [BMI] 40.0-44.9, adult", "Z68.42": "Body mass index [BMI] 45.0-49.9, adult",
        "Z68.45": "Body mass index [BMI] 70 or greater, adult",
        "I48.21": "Permanent atrial fibrillation", "I48.91": "Unspecified atrial fibrillation",
        "G43.109": "Migraine with aura, not intractable, without status migrainosus",
        "G43.119": "Migraine with aura, intractable, without status migrainosus",
        "Z85.3": "Personal history of malignant neoplasm of breast",
        "Z3A.31": "31 weeks gestation of pregnancy", "Z3A.32": "32 weeks gestation of pregnancy",
        "F10.20": "Alcohol dependence, uncomplicated", "F10.21": "Alcohol dependence, in remission",
        "C50.411": "Malignant neoplasm of upper-outer quadrant of right female breast",
        "C50.412": "Malignant neoplasm of upper-outer quadrant of left female breast",
        "C50.919": "Malignant neoplasm of unspecified site of unspecified female breast",
    }

    @pytest.fixture(autouse=True)
    def titles(self, app):
        importing.import_codes(heading(Dataset.ICD10CM), [
            Entry(CodeSystem.ICD10CM, key_of(code), code, title, title, is_billable=True)
            for code, title in sorted(self.TITLES.items())])
        indexing.rebuild()

    @pytest.mark.parametrize(("typed", "first"), [
        ("cellulitis lle", "L03.116"), ("cellulitis rle", "L03.115"), ("cellulitis lue", "L03.114"),
        ("rue cellulitis", "L03.113"), ("dvt lle acute", "I82.402"), ("dvt ble acute", "I82.403"),
        ("dvt lue acute", "I82.622"), ("edema ble", "R60.0"), ("pain rue", "M79.601"), ("pain lle", "M79.605"),
        ("bil knee oa", "M17.0"), ("carpal tunnel bil", "G56.03")])
    def test_a_side_stands_in_the_letters_of_a_limb(self, typed, first):
        assert codes(typed)[0] == first

    def test_of_both_sides_of_what_has_no_code_for_both_there_are_two(self):
        assert set(codes("cellulitis ble")[:2]) == {"L03.115", "L03.116"}

    @pytest.mark.parametrize(("typed", "first"), [
        ("nuclear cataract od", "H25.11"), ("nuclear cataract os", "H25.12"), ("cataract ns ou", "H25.13"),
        ("heroin od", "T40.1X1A"), ("od heroin accidental", "T40.1X1A"), ("overdose heroin", "T40.1X1A")])
    def test_od_is_the_right_eye_beside_words_of_the_eye_and_an_overdose_elsewhere(self, typed, first):
        assert codes(typed)[0] == first

    @pytest.mark.parametrize(("typed", "first"), [
        ("fx hip r intertroch disp closed initial", "S72.141A"), ("intertroch fx r nondisp init", "S72.144A"),
        ("nicotine dep cigs", "F17.210"), ("pvd", "I73.9"), ("pad", "I70.209"), ("afib perm", "I48.21"),
        ("migrain w aura intract", "G43.119"), ("breast ca luoq", "C50.412"), ("ca breast ruoq", "C50.411")])
    def test_shortened_words_are_understood(self, typed, first):
        assert codes(typed)[0] == first

    @pytest.mark.parametrize(("typed", "first"), [
        ("edema of left leg", "R60.0"), ("hx lt breast ca", "Z85.3"), ("cellulitis of the rt foot", "L03.115")])
    def test_a_side_and_little_words_may_stand_in_a_phrase(self, typed, first):
        assert codes(typed)[0] == first

    @pytest.mark.parametrize(("typed", "first"), [
        ("pain in rt arm x 3 mos", "M79.601"), ("pain rue x10 days", "M79.601"), ("preg 32w5d", "Z3A.32"),
        ("32 5/7 wks", "Z3A.32")])
    def test_how_long_it_lasts_is_no_matter_but_how_old_a_pregnancy_is(self, typed, first):
        assert codes(typed)[0] == first

    def test_a_remission_is_for_those_who_ask_for_it(self):
        scores = {hit.code: hit.score for hit in finding.search("alcohol dependence").hits}

        assert scores["F10.21"] < 0.9 * scores["F10.20"]
        assert codes("alcohol dependence in remission")[0] == "F10.21"

    @pytest.mark.parametrize("typed", ["jile", "bible"])
    def test_a_short_word_becomes_no_other_one(self, typed):
        assert finding.search(typed).corrected == ()

    @pytest.mark.parametrize(("typed", "first"), [
        ("ckd3", "N18.30"), ("ckd4", "N18.4"), ("ckd3b", "N18.32"), ("bmi42", "Z68.41")])
    def test_a_number_may_be_written_behind_an_abbreviation(self, typed, first):
        assert codes(typed)[0] == first
        assert finding.suggest(typed)[0].code == first

    @pytest.mark.parametrize(("typed", "first"), [
        ("bmi 42", "Z68.41"), ("bmi 42.3", "Z68.41"), ("bmi 40", "Z68.41"), ("bmi 39.5", "Z68.39"),
        ("bmi 48", "Z68.42"), ("bmi 75", "Z68.45"), ("bmi 18.2", "Z68.1")])
    def test_a_number_is_found_in_the_range_that_holds_it(self, typed, first):
        assert codes(typed)[0] == first


@pytest.mark.usefixtures("everyday")
class TestSuggestions:
    def test_offer_ranges_of_procedures_that_have_numbers(self):
        (first, *_) = finding.suggest("thoracoscopy biop")

        assert (first.code, first.numbers) == ("32601–32609", ("32608",))
        assert [hit.code for hit in finding.suggest("mohs")] == []

    def test_of_a_range_lead_to_its_numbers(self, visit):
        (first, *_) = visit("/codes/suggest?q=thoracoscopy+biopsy").json

        assert first["kind"] == CodeSystem.CPT.label and first["label"].startswith("32601–32609 Looking into the chest")
        assert visit(first["url"]).soup.select_one(".code-hit-code").text == "32608"

    def test_come_while_the_word_is_still_being_typed(self):
        assert finding.suggest("hyperten")[0].code == "I10"
        assert finding.suggest("dm2 neur")[0].code in ("E11.40", "E11.4")

    def test_a_begun_number_brings_codes_alone(self):
        assert [hit.code for hit in finding.suggest("E11.4")][:3] == ["E11.4", "E11.40", "E11.42"]

    @pytest.mark.parametrize(("typed", "first"), [("e1140 wheelch", "E1140"), ("e1140 diab", "E11.40")])
    def test_of_two_codes_written_alike_that_which_the_words_begin_to_say_comes_first(self, typed, first):
        assert finding.suggest(typed)[0].code == first

    def test_one_letter_is_too_little(self):
        assert finding.suggest("h") == []


@given(code=st.sampled_from(["E11.40", "I10", "W54.0XXA", "S52.501A", "N18.32"]), dotted=st.booleans(),
       lower=st.booleans(), spaces=st.integers(0, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_spelling_of_a_code_finds_it(everyday, code, dotted, lower, spaces):
    typed = code if dotted else code.replace(".", "")
    typed = " " * spaces + (typed.lower() if lower else typed)

    assert code in codes(typed)[:2]  # the other may be a HCPCS code without its dot


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered(everyday, text):
    found = finding.search(text)

    assert all(hit.code for hit in found.hits)
    assert len(finding.suggest(text)) <= 8


class TestTheIndex:
    def test_is_built_the_first_time_somebody_looks(self, app):
        indexing.folder().unlink(missing_ok=True)
        import_everyday()

        assert codes("htn")[0] == "I10"

    def test_follows_what_is_imported(self, everyday):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G9999": "Counting of made-up feathers"}))
        assert codes("feathers") == []

        assert indexing.rebuild_if_old() and not indexing.rebuild_if_old()
        assert codes("feathers") == ["G9999"]

    def test_names_what_was_deleted_as_such(self, everyday):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G9999": "Counting of made-up feathers"}))
        indexing.rebuild_if_old()

        (hit, *_) = finding.search("J0696").hits
        assert hit.standing is Standing.DELETED

    def test_follows_the_day_on_which_a_code_ends_and_another_begins(self, everyday):
        last = today()
        importing.import_codes(heading(Dataset.HCPCS), [
            *made_up({"G9998": "Sorting of feathers"}, valid_to=last),
            *made_up({"G9999": "Sorting of all feathers"}, valid_from=last + timedelta(days=1))[1:]])
        indexing.rebuild_if_old()
        assert [(hit.code, hit.standing) for hit in finding.search("sorting feathers").hits] == [
            ("G9998", Standing.IN_FORCE), ("G9999", Standing.NOT_YET)]

        with time_machine.travel(now() + timedelta(days=1)):
            assert [(hit.code, hit.standing) for hit in finding.search("sorting feathers").hits] == [
                ("G9999", Standing.IN_FORCE), ("G9998", Standing.DELETED)]
            assert [hit.code for hit in finding.search("G999").hits] == ["G9999", "G9998"]
            assert [hit.code for hit in finding.suggest("sorting feath")] == ["G9999", "G9998"]

    def test_finds_what_a_release_brings_before_its_day_and_what_it_says_from_then_on(self, everyday):
        first = made_up({"G9998": "Counting of feathers"})
        importing.import_codes(heading(Dataset.HCPCS), first)
        day = today() + timedelta(days=30)
        importing.import_codes(heading(Dataset.HCPCS, valid_from=day), made_up(
            {"G9998": "Counting of plumes", "G9999": "Weighing of feathers"}))
        indexing.rebuild_if_old()
        (hit,) = finding.search("weighing feathers").hits
        assert (hit.code, hit.standing) == ("G9999", Standing.NOT_YET)
        assert finding.search("G9999").hits[0].standing is Standing.NOT_YET

        with time_machine.travel(now() + timedelta(days=31)):
            releases.enforce_due()
            assert indexing.rebuild_if_old()
            assert codes("plumes") == ["G9998"] and finding.search("G9999").hits[0].standing is Standing.IN_FORCE

    def test_of_a_new_kind_leaves_nothing_of_the_old_one_behind(self, everyday):
        indexing.rebuild()
        indexing.rebuild()

        kept = [one.name for one in indexing.folder().parent.iterdir() if one.name.startswith("codes-lookup")]
        assert len(kept) == 3  # the snapshot, the name that points to it, and the lock

    def test_is_built_once_by_many_who_want_it_at_once(self, app, everyday):
        indexing.folder().unlink()

        def look(_: int) -> bool:
            with app.app_context():
                return indexing.rebuild_if_old()

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(look, range(4))) == [False, False, False, True]

    def test_of_another_format_is_built_anew(self, everyday, monkeypatch):
        monkeypatch.setattr(sources, "FORMAT", "another")

        assert codes("htn")[0] == "I10"
        assert (snapshot.stamp_of(indexing.folder()) or "").startswith("another:")


@pytest.mark.parametrize("typed", ["J0696", "E11.42"])
def test_each_step_on_the_way_to_a_code_can_be_opened(visit, everyday, typed):
    steps = [step["href"] for step in visit(f"/codes?q={typed}").soup.select(".code-hit .code-path a")]

    assert steps and {visit(step).status for step in steps} == {200}
