# orbbench-core-ada, the core in Ada, wherever there is a PolyORB to build it on: no package has one.
# It is found by its polyorb-config on the PATH, or named as -DORBBENCH_POLYORB=PREFIX.
set(ORBBENCH_POLYORB "" CACHE PATH "Where PolyORB is installed, for the core in Ada")

if(ORBBENCH_POLYORB)
  set(polyorb_config "${ORBBENCH_POLYORB}/bin/polyorb-config")
  if(NOT EXISTS "${polyorb_config}")
    message(FATAL_ERROR "ORBBENCH_POLYORB names no installed PolyORB: there is no ${polyorb_config}")
  endif()
else()
  find_program(polyorb_config polyorb-config NO_CACHE)
  if(NOT polyorb_config)
    message(STATUS "The core in Ada is skipped: there is no polyorb-config on the PATH; name an "
      "installed PolyORB by -DORBBENCH_POLYORB=PREFIX")
    return()
  endif()
endif()
find_program(gprbuild gprbuild NO_CACHE)
if(NOT gprbuild)
  message(STATUS "The core in Ada is skipped: there is no gprbuild to build it with")
  return()
endif()
cmake_path(GET polyorb_config PARENT_PATH polyorb_programs)
cmake_path(GET polyorb_programs PARENT_PATH polyorb_prefix)
message(STATUS "The core in Ada is built on the PolyORB in ${polyorb_prefix}")

set(ada_core_idl "${CMAKE_SOURCE_DIR}/idl/orb_core.idl")
set(ada_core_sources "${CMAKE_SOURCE_DIR}/stack/orb_core_ada")
set(ada_core_build "${CMAKE_BINARY_DIR}/stack/orb_core_ada")
set(ada_core_generated "${ada_core_build}/generated")
set(ada_core_programs "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/orbbench-core-ada")
foreach(policy thread-per-session thread-pool thread-per-request)
  list(APPEND ada_core_programs "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/orbbench-core-ada-${policy}")
endforeach()
# gprbuild knows by itself what there is to compile; this only says when to ask it.
file(GLOB_RECURSE ada_core_units CONFIGURE_DEPENDS
  "${ada_core_sources}/*.ad[sb]" "${ada_core_sources}/*.gpr")

add_custom_command(
  OUTPUT "${ada_core_generated}/orbcore.ads"
  COMMAND "${CMAKE_COMMAND}" -E make_directory "${ada_core_generated}"
  COMMAND "${CMAKE_COMMAND}" -E chdir "${ada_core_generated}"
    "${polyorb_programs}/iac" "${ada_core_idl}"
  DEPENDS "${ada_core_idl}"
  COMMENT "iac orb_core.idl"
  VERBATIM)
add_custom_command(
  OUTPUT ${ada_core_programs}
  COMMAND "${gprbuild}" -q -p -j1 -aP "${polyorb_prefix}/lib/gnat"
    -P "${ada_core_sources}/orb_core_ada.gpr"
    "-XORB_CORE_GENERATED=${ada_core_generated}"
    "-XORB_CORE_OBJECTS=${ada_core_build}/objects"
    "-XORB_CORE_PROGRAMS=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
  COMMAND "${CMAKE_COMMAND}" -E touch ${ada_core_programs}
  DEPENDS "${ada_core_generated}/orbcore.ads" ${ada_core_units}
  COMMENT "gprbuild orb_core_ada.gpr"
  VERBATIM)
add_custom_target(orbbench-core-ada ALL DEPENDS ${ada_core_programs})
install(PROGRAMS ${ada_core_programs} TYPE BIN)
