# orbbench_test_suite(NAME LABELS l... SOURCES s... LIBRARIES t... [TIMEOUT seconds] [ENVIRONMENT e...])
# One GoogleTest program; each of its tests is a CTest test with the labels and a timeout.
include(CTest)
include(GoogleTest)

function(orbbench_test_suite name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 30)
  endif()
  # gtest_discover_tests hands on one label at most, and loses what comes after it. `ctest -L` looks
  # for a regular expression: "contract.security" is found as either.
  string(REPLACE ";" "." labels "${arg_LABELS}")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE orbbench::flags ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${labels}" TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
