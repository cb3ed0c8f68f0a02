"""What every page's script promises, in a real browser, and what stays without it."""

import time

import pytest


@pytest.fixture
def guide(open_browser):
    page = open_browser()
    page.goto("/dev/components")
    return page


def test_a_double_click_sends_a_form_once(guide):
    posts = []

    def answer_slowly(route):
        if route.request.method == "POST":
            posts.append(route.request.post_data)
            time.sleep(0.5)
        route.continue_()

    guide.route("**/dev/components", answer_slowly)
    guide.get_by_role("button", name="Save a draft").dblclick()
    guide.wait_for_selector(".error-summary")

    assert len(posts) == 1
    assert 'name="draft"' in posts[0]  # the button that was pressed is told all the same


def test_what_cannot_be_undone_is_asked_first(guide):
    asked = []
    guide.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    guide.get_by_role("button", name="Withdraw").click()

    assert asked == ["Withdraw this application?"]
    assert guide.locator(".error-summary").count() == 0


def test_a_failed_form_takes_the_reader_to_what_is_wrong(guide):
    guide.get_by_role("button", name="Send the form").click()
    guide.wait_for_selector(".error-summary:focus")

    guide.get_by_role("link", name="Job title").click()
    assert guide.evaluate("document.activeElement.id") == "title"


def test_the_chosen_theme_stays(guide):
    guide.get_by_role("button", name="Use the dark theme").click()
    guide.reload()

    assert guide.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert guide.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(10, 25, 27)"


def test_a_phone_s_menu_opens_without_scripts(open_browser):
    page = open_browser(phone=True, javascript=False)
    page.goto("/dev/components")
    assert not page.locator(".cc-menu").is_visible()

    page.locator(".cc-menu-toggle summary").click()
    assert page.locator(".cc-menu").is_visible()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_page_is_wider_than_its_window(guide, width):
    guide.set_viewport_size({"width": width, "height": 800})

    assert guide.evaluate("document.documentElement.scrollWidth") <= width


def test_whatever_is_pressed_is_large_enough(guide):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links within a sentence."""
    small = guide.evaluate("""
        [...document.querySelectorAll("a, button, summary, input, select, textarea")].filter((one) => {
          const {width, height} = one.getBoundingClientRect();
          return width && height && Math.min(width, height) < 24
            && !one.closest("p:not(.cc-actions), blockquote, .cc-skip");
        }).map((one) => one.outerHTML)""")

    assert small == []


def test_a_name_without_a_gap_stays_within_its_card(open_browser):
    page = open_browser(phone=True)
    page.goto("/dev/components")
    page.evaluate("""() => {
      const cards = document.createElement("ul");
      cards.className = "cc-cards";
      cards.innerHTML = `<li class="cc-card"><h2><a href="#">${"W".repeat(120)}</a></h2></li>`;
      document.querySelector("main").append(cards);
    }""")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.cc-cards > li:last-child h2').scrollWidth <= innerWidth")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(guide):
    guide.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
      `<div class="cc-field"><label for="file">File</label>
       <input id="file" type="file" data-largest="1048576"></div>`)""")

    guide.set_input_files("#file", {"name": "big.pdf", "mimeType": "application/pdf", "buffer": b" " * 1_048_577})
    assert "“big.pdf” is larger than 1 MB" in guide.locator(".cc-field [role=alert]").last.inner_text()
    assert guide.evaluate("document.querySelector('#file').files.length") == 0

    guide.set_input_files("#file", {"name": "fine.pdf", "mimeType": "application/pdf", "buffer": b" " * 1_048_576})
    assert guide.locator("#file ~ [role=alert], .has-error #file").count() == 0
    assert guide.evaluate("document.querySelector('#file').files.length") == 1
