# The only file that looks for packages. All come from Debian 12; nothing is downloaded.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

pkg_check_modules(omniORB REQUIRED IMPORTED_TARGET omniORB4)
pkg_check_modules(omniDynamic REQUIRED IMPORTED_TARGET omniDynamic4)
pkg_check_modules(omniConnectionMgmt REQUIRED IMPORTED_TARGET omniConnectionMgmt4)
find_program(OMNIIDL omniidl REQUIRED)

find_package(prometheus-cpp REQUIRED COMPONENTS pull)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(libpqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(libical REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libjwt REQUIRED IMPORTED_TARGET libjwt)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(libdw REQUIRED IMPORTED_TARGET libdw)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers: Boost.Math
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
find_package(benchmark REQUIRED)
find_package(spdlog REQUIRED)
find_package(ZLIB REQUIRED)
# What draws the charts of a report; it becomes a part of the page.
find_file(ORBBENCH_CHART_JS chart.min.js PATHS /usr/share/javascript/chart.js REQUIRED
  NO_DEFAULT_PATH)

# FindwxWidgets gives variables, and all of them: one target instead.
find_package(wxWidgets 3.2 REQUIRED COMPONENTS core base)
add_library(orbbench_wx INTERFACE)
add_library(orbbench::wx ALIAS orbbench_wx)
target_include_directories(orbbench_wx SYSTEM INTERFACE ${wxWidgets_INCLUDE_DIRS})
target_compile_definitions(orbbench_wx INTERFACE ${wxWidgets_DEFINITIONS})
target_compile_options(orbbench_wx INTERFACE ${wxWidgets_CXX_FLAGS})
target_link_libraries(orbbench_wx INTERFACE ${wxWidgets_LIBRARIES})
# What wxWidgets itself stands on here: to draw a control without a screen, and to hear of a lost one.
pkg_check_modules(gtk REQUIRED IMPORTED_TARGET gtk+-3.0)
pkg_check_modules(x11 REQUIRED IMPORTED_TARGET x11)

if(BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(yaml-cpp REQUIRED)
  find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
  # The other implementation of HdrHistogram; without it its tests are skipped.
  find_program(ORBBENCH_JAVA java)
  find_program(ORBBENCH_JAVAC javac)
  find_file(ORBBENCH_HDR_JAR hdrhistogram.jar PATHS /usr/share/java NO_DEFAULT_PATH)
  # What evaluates the alert rules and scrapes a stack; without them those tests are skipped.
  find_program(ORBBENCH_PROMETHEUS prometheus)
  find_program(ORBBENCH_PROMTOOL promtool)
  find_program(ORBBENCH_PUSHGATEWAY prometheus-pushgateway)
  # What looks at a report as its readers do; without it those tests are skipped.
  find_program(ORBBENCH_CHROMIUM chromium-headless-shell)
endif()
