# cmake -DOUTPUT=file.cpp -DFILES=a.sql|b.sql -P embed_migrations.cmake: writes the migrations as
# string literals. They are cut at 8000 characters, since a compiler need not take longer ones.
string(REPLACE "|" ";" files "${FILES}")
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(stem "${file}" NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: a migration is called NNNN_name.sql")
  endif()
  string(REGEX REPLACE "^0+" "" number "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_2}")
  file(READ "${file}" sql)
  set(literals "")
  string(LENGTH "${sql}" length)
  set(offset 0)
  while(offset LESS length)
    string(SUBSTRING "${sql}" ${offset} 8000 piece)
    string(APPEND literals "R\"sql(${piece})sql\" ")
    math(EXPR offset "${offset} + 8000")
  endwhile()
  string(APPEND entries "    {${number}, \"${name}\", ${literals}},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"orbbench/database/migrations.hpp\"

namespace orbbench::database {
namespace {

constexpr Migration kMigrations[] = {
${entries}};

}  // namespace

std::span<const Migration> embedded_migrations() { return kMigrations; }

}  // namespace orbbench::database
")
