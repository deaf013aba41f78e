#include "interop/case.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <set>

#include "interop/case_files.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;
using orb_client::ConfigError;

constexpr std::array<std::string_view, 9> kKeys{
    "id", "interface", "purpose", "needs", "versions", "orders", "steps", "wire", "unsupported"};

void refuse_unknown_keys(const json& given) {
  for (const auto& [key, value] : given.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
      throw ConfigError("no such key: " + key);
    }
  }
}

Declaration parse_declaration(const json& given) {
  if (given.is_string()) {
    return {given.get<std::string>(), true};
  }
  return {given.at("reason").get<std::string>(), given.value("run", true)};
}

Case parse_case(const json& given) {
  refuse_unknown_keys(given);
  Case parsed;
  parsed.id = given.at("id").get<std::string>();
  parsed.interface = given.at("interface").get<std::string>();
  parsed.purpose = given.at("purpose").get<std::string>();
  parsed.needs = given.value("needs", std::vector<std::string>());
  parsed.steps = given.value("steps", json::array());
  parsed.wire = given.value("wire", json::array());
  if (parsed.steps.empty() == parsed.wire.empty()) {
    throw ConfigError("a case has either steps or wire, and at least one of them");
  }
  const json declared = given.value("unsupported", json::object());
  for (const auto& [kind, declaration] : declared.items()) {
    parsed.unsupported.emplace(kind, parse_declaration(declaration));
  }
  return parsed;
}

using Texts = std::vector<std::string>;

// One case for each version and byte order that it names.
std::vector<Case> parse_variants(const json& given) {
  std::vector<Case> variants;
  const Case plain = parse_case(given);
  for (const std::string& version : given.value("versions", Texts{""})) {
    for (const std::string& order : given.value("orders", Texts{""})) {
      Case variant = plain;
      variant.giop = version;
      variant.order = order == "big" ? std::endian::big : std::endian::little;
      variant.id += version.empty() ? "" : "/giop-" + version;
      variant.id += order.empty() ? "" : "/" + order;
      variants.push_back(std::move(variant));
    }
  }
  return variants;
}

bool fits_one_of(const std::string& text, const std::vector<std::string>& globs) {
  return globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const auto& glob) {
           return fnmatch(glob.c_str(), text.c_str(), 0) == 0;
         });
}

std::vector<Case> parse_all_files() {
  std::vector<Case> cases;
  std::set<std::string> ids;
  for (const CaseFile& file : case_files()) {
    for (Case& parsed : parse_cases(file.json, std::string(file.name))) {
      if (!ids.insert(parsed.id).second) {
        throw ConfigError(std::string(file.name) + ": two cases are called " + parsed.id);
      }
      cases.push_back(std::move(parsed));
    }
  }
  return cases;
}

}  // namespace

const Declaration* Case::declared_for(const std::string& peer_kind) const {
  const auto found = unsupported.find(peer_kind);
  return found == unsupported.end() ? nullptr : &found->second;
}

std::vector<Case> parse_cases(std::string_view text, const std::string& source) {
  std::vector<Case> cases;
  std::string place = source;
  try {
    for (const json& given : json::parse(text)) {
      place = source + ", " + given.value("id", "case " + std::to_string(cases.size() + 1));
      std::ranges::move(parse_variants(given), std::back_inserter(cases));
    }
  } catch (const json::exception& error) {
    throw ConfigError(place + ": " + error.what());
  } catch (const ConfigError& error) {
    throw ConfigError(place + ": " + error.what());
  }
  return cases;
}

const std::vector<Case>& built_in_cases() {
  static const std::vector<Case> cases = parse_all_files();
  return cases;
}

std::vector<Case> select_cases(const std::vector<Case>& cases,
                               const std::vector<std::string>& interfaces,
                               const std::vector<std::string>& globs) {
  std::vector<Case> selected;
  std::copy_if(cases.begin(), cases.end(), std::back_inserter(selected), [&](const Case& one) {
    return fits_one_of(one.interface, interfaces) && fits_one_of(one.id, globs);
  });
  if (selected.empty()) {
    throw ConfigError("no case fits; `orbbench interop --list` shows all");
  }
  return selected;
}

}  // namespace orbbench::interop
