# orbbench_test_suite(NAME LABELS l... SOURCES s... LIBRARIES t... [TIMEOUT seconds] [ENVIRONMENT e...])
# One GoogleTest program; each of its tests is a CTest test with the labels and a timeout.
include(CTest)
include(GoogleTest)

function(orbbench_test_suite name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 30)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE orbbench::flags ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
