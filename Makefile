# One verb, one preset call. PRESET is one of dev, release, asan-ubsan, tsan.
PRESET ?= release
BIN := build/$(PRESET)/bin
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')

.DEFAULT_GOAL := validate
.PHONY: validate test suites fuzz build configure bench interop chaos soak nightly lint format golden clean

configure:
	@test -f build/$(PRESET)/build.ninja || cmake --preset $(PRESET) > /dev/null

build: configure
	@cmake --build --preset $(PRESET)

validate: configure
	@cmake --build --preset $(PRESET) --target orbbench orbbench-core
	@$(BIN)/orbbench validate --report report

test: suites fuzz

suites: build
	@ctest --preset $(PRESET)

# The libFuzzer targets: each replays its corpus and searches on for that long.
FUZZ_SECONDS ?= 5
fuzz:
	@cmake --preset fuzz -DORBBENCH_FUZZ_SECONDS=$(FUZZ_SECONDS) > /dev/null
	@cmake --build --preset fuzz
	@ctest --preset fuzz

bench: configure
	@cmake --build --preset $(PRESET) --target orbbench-call-cost orbbench-micro
	@$(BIN)/orbbench-call-cost
	@mkdir -p report
	@$(BIN)/orbbench-micro --benchmark_min_time=0.2 --benchmark_out_format=json --benchmark_out=report/bench.json

interop chaos soak: build
	@ctest --preset $(PRESET) -L $@

nightly: suites
	@$(MAKE) --no-print-directory suites PRESET=asan-ubsan
	@$(MAKE) --no-print-directory suites PRESET=tsan
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=60
	@$(MAKE) --no-print-directory bench

lint: build
	@cmake --build --preset $(PRESET) --target all_verify_interface_header_sets
	@clang-format-14 --dry-run -Werror $(SOURCES)
	@run-clang-tidy-14 -quiet -p build/$(PRESET) $(CURDIR)/'(orb_client|metrics|bench|stack|tests|widget_bridge)/'

format:
	@clang-format-14 -i $(SOURCES)

golden: build
	@ORBBENCH_RENEW_GOLDEN=1 ctest --preset $(PRESET) -R Golden

clean:
	@rm -rf build report
