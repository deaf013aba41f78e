cmake_policy(VERSION 3.25)
# Run by CPack on the tree that becomes the package: what Debian wants of it and an install from source
# does not.
set(root "${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX}")
if(NOT EXISTS "${root}/bin/orbbench")
  message(FATAL_ERROR "there is no ${root}/bin/orbbench to be packed")
endif()

# Of a core, and of what is loaded into one, lines are dropped and names are kept: the bench looks
# functions up by them.
file(GLOB programs "${root}/bin/*")
file(GLOB named "${root}/bin/orbbench-core*" "${root}/lib/orbbench/*.so")
list(REMOVE_ITEM programs ${named})
foreach(binary ${programs} ${named})
  set(what --strip-unneeded)
  if(binary IN_LIST named)
    set(what --strip-debug)
  endif()
  execute_process(COMMAND strip ${what} --remove-section=.comment --remove-section=.note "${binary}"
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()

set(documents "${root}/share/doc/orbbench")
configure_file("${CPACK_ORBBENCH_DEBIAN_FILES}/copyright" "${documents}/copyright" COPYONLY)
configure_file("${CPACK_ORBBENCH_DEBIAN_FILES}/lintian-overrides"
  "${root}/share/lintian/overrides/orbbench" COPYONLY)
configure_file("${CPACK_ORBBENCH_CHANGELOG}" "${documents}/changelog" COPYONLY)
execute_process(COMMAND gzip -9nf "${documents}/changelog" COMMAND_ERROR_IS_FATAL ANY)
