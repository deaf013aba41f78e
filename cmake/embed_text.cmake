# orbbench_embed_text(TARGET FILE HEADER CONSTANT NAMESPACE): a header of TARGET's build folder that
# holds the text of FILE as `inline constexpr std::string_view CONSTANT` in NAMESPACE.
function(orbbench_embed_text target file header constant namespace)
  set(source "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/generated/${header}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
  file(READ "${source}" text)
  set(content "#pragma once\n\n#include <string_view>\n\nnamespace ${namespace} {\n\n")
  string(APPEND content "inline constexpr std::string_view ${constant} = R\"embedded(${text})embedded\";\n\n")
  string(APPEND content "}  // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT "${output}" CONTENT "${content}" @ONLY)
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
