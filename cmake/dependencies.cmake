# The only file that looks for packages. All come from Debian 12; nothing is downloaded.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

pkg_check_modules(omniORB REQUIRED IMPORTED_TARGET omniORB4)
pkg_check_modules(omniDynamic REQUIRED IMPORTED_TARGET omniDynamic4)
pkg_check_modules(omniConnectionMgmt REQUIRED IMPORTED_TARGET omniConnectionMgmt4)
find_program(OMNIIDL omniidl REQUIRED)

find_package(prometheus-cpp REQUIRED COMPONENTS pull)
pkg_check_modules(libpqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
find_package(benchmark REQUIRED)

if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
