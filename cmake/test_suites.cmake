# orbbench_test_suite(NAME LABELS l... SOURCES s... LIBRARIES t... [TIMEOUT seconds] [ENVIRONMENT e]
#                     [FIXTURE f] [ALONE])
# One GoogleTest program; each of its tests is a CTest test with the labels and a timeout. FIXTURE is
# a CTest fixture that its tests need; with ALONE nothing runs beside one of them.
include(CTest)
include(GoogleTest)

function(orbbench_test_suite name)
  cmake_parse_arguments(arg "ALONE" "TIMEOUT;FIXTURE" "LABELS;SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 30)
  endif()
  # gtest_discover_tests hands on one label at most, and loses what comes after it. `ctest -L` looks
  # for a regular expression: "contract.security" is found as either.
  string(REPLACE ";" "." labels "${arg_LABELS}")
  set(further "")
  if(arg_FIXTURE)
    list(APPEND further FIXTURES_REQUIRED "${arg_FIXTURE}")
  endif()
  if(arg_ALONE)
    list(APPEND further RUN_SERIAL ON)
  endif()
  # An empty value would take the name of the next property for its own.
  if(arg_ENVIRONMENT)
    list(APPEND further ENVIRONMENT "${arg_ENVIRONMENT}")
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE orbbench::flags ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${labels}" TIMEOUT ${arg_TIMEOUT} ${further})
endfunction()
