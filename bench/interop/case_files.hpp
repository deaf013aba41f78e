#pragma once

#include <string_view>
#include <vector>

namespace orbbench::interop {

struct CaseFile {
  std::string_view name;
  std::string_view json;
};

/// The files of bench/interop/cases, as they were when this was built.
const std::vector<CaseFile>& case_files();

}  // namespace orbbench::interop
