# One verb, one preset call. PRESET is one of dev, release, asan-ubsan, tsan.
PRESET ?= release
BIN := build/$(PRESET)/bin
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')

.DEFAULT_GOAL := validate
.PHONY: validate test build configure bench interop chaos soak nightly lint format golden clean

configure:
	@test -f build/$(PRESET)/build.ninja || cmake --preset $(PRESET) > /dev/null

build: configure
	@cmake --build --preset $(PRESET)

validate: configure
	@cmake --build --preset $(PRESET) --target orbbench orbbench-core
	@$(BIN)/orbbench validate --report report

test: build
	@ctest --preset $(PRESET)

bench: configure
	@cmake --build --preset $(PRESET) --target orbbench-call-cost
	@$(BIN)/orbbench-call-cost

interop chaos soak: build
	@ctest --preset $(PRESET) -L $@

nightly: test
	@$(MAKE) --no-print-directory test PRESET=asan-ubsan
	@$(MAKE) --no-print-directory test PRESET=tsan
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
