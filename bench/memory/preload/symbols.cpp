#include "memory/preload/symbols.hpp"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <regex>
#include <set>
#include <string_view>

#include "memory/preload/enumerators.hpp"

namespace orbbench::free_witness {
namespace {

using Scopes = std::unique_ptr<Dwarf_Die, decltype(&std::free)>;

constexpr Dwfl_Callbacks kCallbacks{.find_elf = dwfl_build_id_find_elf,
                                    .find_debuginfo = dwfl_standard_find_debuginfo,
                                    .section_address = dwfl_offline_section_address,
                                    .debuginfo_path = nullptr};

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : name;
}

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

const char* linkage_name(Dwarf_Die& die) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(&die, DW_AT_linkage_name, &attribute) == nullptr) {
    return nullptr;
  }
  return dwarf_formstring(&attribute);
}

/// Where a function is declared, which an inlined or cloned one refers to.
Dwarf_Die declaration_of(Dwarf_Die die) {
  Dwarf_Attribute attribute;
  Dwarf_Die next;
  for (const unsigned reference : {DW_AT_abstract_origin, DW_AT_specification}) {
    if (dwarf_attr(&die, reference, &attribute) != nullptr &&
        dwarf_formref_die(&attribute, &next) != nullptr) {
      die = next;
    }
  }
  return die;
}

/// For what has no linkage name: its own after those of the scopes that it is declared in.
std::string qualified_name(Dwarf_Die& die) {
  Dwarf_Die declaration = declaration_of(die);
  std::string name = text_or_empty(dwarf_diename(&die));
  Dwarf_Die* found = nullptr;
  const int count = dwarf_getscopes_die(&declaration, &found);
  const Scopes scopes(found, &std::free);
  for (int i = 1; i < count; ++i) {
    const char* scope = dwarf_diename(found + i);
    if (scope != nullptr && dwarf_tag(found + i) != DW_TAG_compile_unit) {
      name.insert(0, std::string(scope) + "::");
    }
  }
  return name;
}

bool is_ada(Dwarf_Die& unit) {
  const int language = dwarf_srclang(&unit);
  return language == DW_LANG_Ada83 || language == DW_LANG_Ada95;
}

/// "orb__requests__free__2", the second of that name, and "orb__requests__free.3", a nested one, as
/// "orb.requests.free".
std::string ada_name(std::string name) {
  static const std::regex number("((__|\\.)\\d+|\\.cold)+$");
  static const std::regex dots("__+");
  constexpr std::string_view kMain = "_ada_";
  if (name.starts_with(kMain)) {
    name.erase(0, kMain.size());
  }
  return std::regex_replace(std::regex_replace(name, number, ""), dots, ".");
}

std::string function_name(Dwarf_Die& die, Dwarf_Die& unit) {
  const char* mangled = linkage_name(die);
  if (is_ada(unit)) {
    return ada_name(mangled != nullptr ? mangled : text_or_empty(dwarf_diename(&die)));
  }
  if (mangled == nullptr) {
    return with_named_enumerators(qualified_name(die), unit);
  }
  return with_named_enumerators(demangled(mangled), unit);
}

bool is_function(Dwarf_Die& die) {
  const int tag = dwarf_tag(&die);
  return tag == DW_TAG_inlined_subroutine || tag == DW_TAG_subprogram;
}

std::optional<Dwarf_Word> number_in(Dwarf_Die& die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word number = 0;
  if (dwarf_attr_integrate(&die, name, &attribute) == nullptr ||
      dwarf_formudata(&attribute, &number) != 0) {
    return std::nullopt;
  }
  return number;
}

struct Place {
  std::string file;
  int line = 0;
};

/// Where an inlined function was called.
Place place_of_call(Dwarf_Die& inlined, Dwarf_Die& unit) {
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  const auto file = number_in(inlined, DW_AT_call_file);
  const auto line = number_in(inlined, DW_AT_call_line);
  if (!file || !line || dwarf_getsrcfiles(&unit, &files, &count) != 0 || *file >= count) {
    return {};
  }
  return {text_or_empty(dwarf_filesrc(files, *file, nullptr, nullptr)), static_cast<int>(*line)};
}

Place place_in_lines(Dwfl_Module* module, Dwarf_Addr address) {
  Dwfl_Line* found = dwfl_module_getsrc(module, address);
  Place place;
  if (found != nullptr) {
    place.file =
        text_or_empty(dwfl_lineinfo(found, nullptr, &place.line, nullptr, nullptr, nullptr));
  }
  return place;
}

/// The scopes around an address, innermost first, in the function that really holds it: what
/// dwarf_getscopes gives outside an inlined function belongs to that function's own definition.
std::pair<Scopes, int> scopes_around(Dwarf_Die& unit, Dwarf_Addr address) {
  Dwarf_Die* inner = nullptr;
  if (dwarf_getscopes(&unit, address, &inner) <= 0) {
    return {Scopes(nullptr, &std::free), 0};
  }
  const Scopes innermost(inner, &std::free);
  Dwarf_Die* all = nullptr;
  const int count = dwarf_getscopes_die(innermost.get(), &all);
  return {Scopes(all, &std::free), std::max(count, 0)};
}

std::vector<SourceFrame> frames_in_unit(Dwarf_Die& unit, Dwarf_Addr address, Place place) {
  std::vector<SourceFrame> frames;
  const auto [scopes, count] = scopes_around(unit, address);
  for (int i = 0; i < count; ++i) {
    Dwarf_Die& scope = scopes.get()[i];
    if (!is_function(scope)) {
      continue;
    }
    const bool inlined = dwarf_tag(&scope) == DW_TAG_inlined_subroutine;
    frames.push_back({.function = function_name(scope, unit),
                      .file = std::move(place.file),
                      .line = place.line,
                      .inlined = inlined});
    place = inlined ? place_of_call(scope, unit) : Place();
  }
  return frames;
}

/// Also for a nested subprogram: it lies outside the one that it is declared in, where a search by
/// scopes does not find it.
SourceFrame frame_by_symbol(Dwfl_Module* module, Dwarf_Addr address, Dwarf_Die* unit,
                            const Place& place) {
  const char* symbol = dwfl_module_addrname(module, address);
  const std::string name = symbol == nullptr ? "" : demangled(symbol);
  return {.function = unit != nullptr && is_ada(*unit) ? ada_name(name) : name,
          .file = place.file,
          .line = place.line};
}

}  // namespace

struct Symbols::Session {
  Session() : dwfl(dwfl_begin(&kCallbacks), &dwfl_end) {}

  void report(const std::vector<LoadedModule>& modules);
  std::vector<SourceFrame> resolve(Dwarf_Addr address);

  std::unique_ptr<Dwfl, decltype(&dwfl_end)> dwfl;
};

// The paths come from a record that the core can write: only regular files are opened.
void Symbols::Session::report(const std::vector<LoadedModule>& modules) {
  std::set<std::string> reported;
  dwfl_report_begin(dwfl.get());
  for (const LoadedModule& module : modules) {
    std::error_code unreadable;
    if (std::filesystem::is_regular_file(module.path, unreadable) &&
        reported.insert(module.path).second) {
      dwfl_report_elf(dwfl.get(), module.path.c_str(), module.path.c_str(), -1, module.bias, true);
    }
  }
  dwfl_report_end(dwfl.get(), nullptr, nullptr);
}

std::vector<SourceFrame> Symbols::Session::resolve(Dwarf_Addr address) {
  Dwfl_Module* module = dwfl_addrmodule(dwfl.get(), address);
  if (module == nullptr) {
    return {SourceFrame{.address = address}};
  }
  const Place place = place_in_lines(module, address);
  Dwarf_Addr bias = 0;
  std::vector<SourceFrame> frames;
  Dwarf_Die* unit = dwfl_module_addrdie(module, address, &bias);
  if (unit != nullptr) {
    frames = frames_in_unit(*unit, address - bias, place);
  }
  if (frames.empty()) {
    frames.push_back(frame_by_symbol(module, address, unit, place));
  }
  Dwarf_Addr in_file = address;
  dwfl_module_relocate_address(module, &in_file);
  const char* path =
      dwfl_module_info(module, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  for (SourceFrame& frame : frames) {
    frame.address = in_file;
    frame.module = text_or_empty(path);
  }
  return frames;
}

Symbols::Symbols(const std::vector<LoadedModule>& modules) : session_(std::make_unique<Session>()) {
  session_->report(modules);
}

Symbols::~Symbols() = default;

const std::vector<SourceFrame>& Symbols::frames_of(std::uint64_t return_address) {
  const auto found = known_.find(return_address);
  if (found != known_.end()) {
    return found->second;
  }
  // The call ends where its return address begins; that may be another line, or function.
  return known_[return_address] = session_->resolve(return_address - 1);
}

std::string without_parameters(const std::string& function) {
  const std::size_t end = function.rfind(')');
  if (end == std::string::npos) {
    return function;
  }
  std::size_t start = end;
  for (int depth = 1; depth > 0 && start > 0;) {
    --start;
    depth += function[start] == ')' ? 1 : function[start] == '(' ? -1 : 0;
  }
  const bool is_call_operator = function.substr(0, start).ends_with("operator");
  return start == 0 || is_call_operator ? function : function.substr(0, start);
}

std::string to_string(const SourceFrame& frame) {
  const auto name_in_path = [](const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
  };
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx", static_cast<unsigned long long>(frame.address));
  std::string text = frame.function.empty() ? address : without_parameters(frame.function);
  if (!frame.file.empty()) {
    return text + " (" + name_in_path(frame.file) + ":" + std::to_string(frame.line) + ")";
  }
  return frame.module.empty() ? text : text + " in " + name_in_path(frame.module);
}

}  // namespace orbbench::free_witness
