# Run by `cmake --install`: systemd's units, which name programs where they come to be, and that is known
# only then. None is enabled.
set(folder "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
foreach(unit orbbench-soak.service orbbench-soak.timer orbbench-worker@.service)
  file(READ "${units}/${unit}" text)
  string(REPLACE "/usr/local/bin/" "${CMAKE_INSTALL_PREFIX}/bin/" text "${text}")
  string(REPLACE "/usr/share/doc/" "${CMAKE_INSTALL_PREFIX}/share/doc/" text "${text}")
  file(WRITE "${folder}/${unit}" "${text}")
endforeach()
