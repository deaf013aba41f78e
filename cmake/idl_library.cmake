# orbbench_idl_library(NAME FILE.idl): a static library NAME with the omniORB stubs, skeletons and
# dynamic any support of FILE.idl, generated into the build tree. Its headers are SYSTEM: generated
# code is not held to this project's warnings.
function(orbbench_idl_library name idl)
  get_filename_component(stem "${idl}" NAME_WE)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/${idl}")
  set_property(GLOBAL APPEND PROPERTY ORBBENCH_IDL_FILES "${source}")  # for the catalogue
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated")
  set(outputs "${folder}/${stem}.hh" "${folder}/${stem}SK.cc" "${folder}/${stem}DynSK.cc")
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND "${OMNIIDL}" -bcxx -Wba -Wbkeep_inc_path "-C${folder}" "${source}"
    DEPENDS "${source}"
    COMMENT "omniidl ${idl}"
    VERBATIM)
  add_library(${name} STATIC ${outputs})
  target_compile_options(${name} PRIVATE -w)
  target_include_directories(${name} SYSTEM PUBLIC "${folder}")
  target_link_libraries(${name} PUBLIC PkgConfig::omniDynamic PkgConfig::omniORB)
  if(ORBBENCH_SANITIZERS)
    target_compile_options(${name} PRIVATE -fsanitize=${ORBBENCH_SANITIZERS})
  endif()
endfunction()
