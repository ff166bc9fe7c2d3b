# make run: see the product with an example provider. make test: everything. make bench: figures. make soak: long rounds.
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PORT ?= 8000
# apt packages: WeasyPrint's libraries and fonts; Chromium for the browser tests; hledger where it is to be had.
LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core fonts-droid-fallback
BROWSER := chromium poppler-utils

.PHONY: run test check bench soak setup libraries browser accountant clean

run: setup libraries
	$(PY) -m ledger.cli.main demo --once
	$(PY) -m ledger.cli.main serve --port $(PORT)

test: setup libraries browser accountant check
	$(PY) -m pytest -n 2

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports & contracts=$$!; $(VENV)/bin/mypy && wait $$contracts

bench: setup libraries
	$(PY) -m tests.bench

soak: setup libraries browser accountant
	AMENDS_SOAK=1 $(PY) -m pytest -n 2

setup: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	python3 -c 'import sys; sys.exit("Amends needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# $(call apt,test that holds when there is nothing to do,packages,what for): installs where it may, else prints the line to type.
define apt
	@if { $(1); } >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
		echo "Installing $(2) ($(3))"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null \
			|| { echo "apt could not install $(2) ($(3))."; $(4); }; \
	else \
		echo "Missing $(3). Please type:  sudo apt-get install $(2)"; $(4); \
	fi
endef

libraries: setup
	$(call apt,$(PY) -c "import weasyprint" && fc-list | grep -qi dejavu && fc-list | grep -qi droid,$(LIBRARIES),what letters are drawn with,exit 1)

browser: setup
	$(call apt,command -v chromium && command -v pdftoppm,$(BROWSER),the browser that tests use,true)

accountant: setup
	$(call apt,command -v hledger,hledger,the program that tests compare the books with,true)

clean:
	rm -rf $(VENV) instance
