# What `cmake --install` puts in place beside the programs, and the Debian package made of all of it.
# Included last: it speaks of targets of every folder.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(packaging "${CMAKE_CURRENT_LIST_DIR}/packaging")
set(installed_programs orbbench orbbench-console orbbench-core orbbench-gateway orbbench-security
  orbbench-widget-core orbbench-migrate orbbench-bench-compare)

# Manual pages and completions: made by asking the programs, so that no option is missing or stale.
set(pages "${CMAKE_BINARY_DIR}/pages")
file(GLOB page_sources CONFIGURE_DEPENDS "${packaging}/pages/*.py" "${packaging}/prose/*.txt")
set(program_files "")
foreach(program ${installed_programs})
  list(APPEND program_files "$<TARGET_FILE:${program}>")
endforeach()
add_custom_command(
  OUTPUT "${pages}/written"
  COMMAND "${CMAKE_COMMAND}" -E rm -rf "${pages}"
  COMMAND "${Python3_EXECUTABLE}" -B "${packaging}/pages/write_pages.py" "${PROJECT_VERSION}"
    "${packaging}/prose" "${pages}" ${program_files}
  COMMAND "${CMAKE_COMMAND}" -E touch "${pages}/written"
  DEPENDS ${installed_programs} ${page_sources}
  COMMENT "Manual pages and completions"
  VERBATIM)
add_custom_target(orbbench_pages ALL DEPENDS "${pages}/written")
# All that `cmake --install` needs, and nothing of the tests.
add_custom_target(orbbench_installed DEPENDS ${installed_programs} orbbench_pages
  orbbench_free_witness)
if(TARGET orbbench-core-ada)
  add_dependencies(orbbench_installed orbbench-core-ada)
endif()

install(DIRECTORY "${pages}/man1/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(DIRECTORY "${pages}/completions/"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")

install(FILES "${packaging}/orbbench-console.desktop"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${packaging}/io.github.orbbench.console.metainfo.xml"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
set(icons "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
install(FILES "${packaging}/icons/orbbench-console.svg" DESTINATION "${icons}/scalable/apps")
foreach(size 48 128)
  install(FILES "${packaging}/icons/orbbench-console-${size}.png"
    DESTINATION "${icons}/${size}x${size}/apps" RENAME orbbench-console.png)
endforeach()

set(share "${CMAKE_INSTALL_DATADIR}/orbbench")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/idl/" DESTINATION "${share}/idl"
  FILES_MATCHING PATTERN "*.idl")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/metrics/alerts" "${PROJECT_SOURCE_DIR}/metrics/dashboards"
  DESTINATION "${share}" FILES_MATCHING PATTERN "*.rules.yml" PATTERN "*.json")
install(FILES "${PROJECT_SOURCE_DIR}/metrics/prometheus.yml"
  "${PROJECT_SOURCE_DIR}/bench/checks/ledger_expectations.json" DESTINATION "${share}")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
  "${PROJECT_SOURCE_DIR}/docs/runbook.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

install(CODE "set(units \"${PROJECT_SOURCE_DIR}/docker/systemd\")")
install(SCRIPT "${packaging}/install_units.cmake")

# The package: one, since the widget core needs the window toolkit as much as the console does.
set(ORBBENCH_MAINTAINER "The orbbench maintainers <orbbench@localhost.localdomain>" CACHE STRING
  "Whom the package names")
set(debian_changelog "${CMAKE_BINARY_DIR}/packaging/changelog")
configure_file("${packaging}/changelog.in" "${debian_changelog}" @ONLY)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME orbbench)
set(CPACK_PACKAGE_CONTACT "${ORBBENCH_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
"orbbench drives a CORBA core over IIOP, reads its metrics, and answers with a
verdict and the evidence for it: is the core still correct, fast and clean in
memory after it was refactored? With it come a reference core, the widget stack
around one, and a console to watch it all from.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/package")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS "${packaging}/finish_package.cmake")
set(CPACK_ORBBENCH_DEBIAN_FILES "${packaging}")
set(CPACK_ORBBENCH_CHANGELOG "${debian_changelog}")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What the private stack of `orbbench validate` consists of, `call --idl` and `stack` need, and the
# console opens reports with.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
  "postgresql-15, redis-server, haproxy, xvfb, omniorb-nameserver, omniidl, fonts-dejavu-core, tzdata, xdg-utils")
include(CPack)
