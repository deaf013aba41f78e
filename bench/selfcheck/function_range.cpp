#include "selfcheck/function_range.hpp"

#include <cxxabi.h>
#include <elfutils/libdwfl.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace orbbench::selfcheck {
namespace {

constexpr Dwfl_Callbacks kCallbacks{.find_elf = dwfl_build_id_find_elf,
                                    .find_debuginfo = dwfl_standard_find_debuginfo,
                                    .section_address = dwfl_offline_section_address,
                                    .debuginfo_path = nullptr};

bool is_named(const char* symbol, const std::string& function) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  return status == 0 && function == text.get();
}

}  // namespace

std::string range_of_function(const std::filesystem::path& program, const std::string& function) {
  const std::unique_ptr<Dwfl, decltype(&dwfl_end)> session(dwfl_begin(&kCallbacks), &dwfl_end);
  dwfl_report_begin(session.get());
  Dwfl_Module* module =
      dwfl_report_elf(session.get(), program.c_str(), program.c_str(), -1, 0, true);
  dwfl_report_end(session.get(), nullptr, nullptr);
  const int symbols = module == nullptr ? 0 : dwfl_module_getsymtab(module);
  for (int i = 0; i < symbols; ++i) {
    GElf_Sym symbol;
    const char* name = dwfl_module_getsym(module, i, &symbol, nullptr);
    if (name != nullptr && symbol.st_size > 0 && is_named(name, function)) {
      char range[64];
      std::snprintf(range, sizeof range, "%llx-%llx",
                    static_cast<unsigned long long>(symbol.st_value),
                    static_cast<unsigned long long>(symbol.st_value + symbol.st_size));
      return range;
    }
  }
  throw std::runtime_error(program.string() + " has no symbol of " + function +
                           ": it was stripped, and its memset cannot be replaced");
}

}  // namespace orbbench::selfcheck
