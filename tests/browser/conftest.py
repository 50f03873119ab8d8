"""A real Chromium with its network cut, and what it did: requests, console messages, errors."""

import json
import shutil
import time

import pytest

from tests.maps import samples as sample_tables

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip
SIZES = {"light": (1280, 800, "light"), "dark": (1280, 800, "dark"), "phone": (390, 844, "light")}


def pytest_collection_modifyitems(items):
    """Without a browser these tests are skipped one by one, so that the report names each."""
    for item in items:
        if "browser" in item.keywords and not (CHROMIUM and DRIVER):
            item.add_marker(pytest.mark.skip(reason=f"needs Chromium and chromedriver: {item.name} was not run"))


class Tab:
    """One page opened from a file, and what the browser logged about it."""

    def __init__(self, driver, path):
        self.driver, self.path = driver, path
        driver.get_log("browser"), driver.get_log("performance")
        self.run = driver.execute_script
        driver.get(path.as_uri())
        deadline = time.monotonic() + 20
        while not self.ready() and time.monotonic() < deadline:
            time.sleep(0.02)

    def ready(self):
        return self.run("return document.documentElement.dataset.ready === 'true'")

    def press(self, key):
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(key).perform()

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Addresses that were asked for, other than the page itself."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if url.split("#")[0] != self.path.as_uri()]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def open_page(driver, tmp_path):
    """Call with a map and one of SIZES: a Tab."""

    def opened(drawn, size="light"):
        width, height, scheme = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        path = tmp_path / "map.html"
        drawn.save(path)
        return Tab(driver, path)

    return opened


@pytest.fixture(scope="session")
def samples():
    """The module tests/maps/samples.py."""
    return sample_tables


@pytest.fixture
def tables(samples):
    return samples.load_case()
