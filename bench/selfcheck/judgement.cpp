#include "selfcheck/judgement.hpp"

#include <set>

#include "selfcheck/consequences.hpp"

namespace orbbench::selfcheck {
namespace {

using bench::CheckResult;
using bench::Verdict;
using Sites = std::set<std::string>;

/// How the witness ends a list that it cut short.
constexpr const char* kAndMore = "and more";

/// The sites that evidence names: "site: what is wrong".
Sites sites_named(const CheckResult& result) {
  Sites sites;
  for (const std::string& line : result.evidence) {
    if (line != kAndMore) {
      sites.insert(line.substr(0, line.find(": ")));
    }
  }
  return sites;
}

std::string joined(const Sites& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

Judgement judge_names(const std::string& check, const CheckResult& result, const std::string& site,
                      const std::vector<std::string>& consequences) {
  Sites named = sites_named(result);
  if (result.verdict != Verdict::Fail || named.erase(site) == 0) {
    return {false, check + " says " + to_string(result.verdict) + ": " + result.summary};
  }
  for (const std::string& consequence : consequences) {
    named.erase(consequence);
  }
  if (!named.empty()) {
    return {false, check + " also names " + joined(named)};
  }
  return {true, check + ": " + result.evidence.front()};
}

}  // namespace

Judgement judge_by_check(const std::string& check, const CheckResult& result,
                         const Mutant& mutant) {
  return judge_names(check, result, mutant.place,
                     consequences_of(mutant.fault.value(), mutant.place));
}

Judgement judge_by_frees(const std::map<std::string, SiteBlocks>& seen,
                         const std::vector<std::string>& sites) {
  Sites unwiped;
  std::string path;
  for (const auto& [site, blocks] : seen) {
    if (blocks.unwiped > 0) {
      unwiped.insert(site);
      path = blocks.path;
    }
  }
  const std::string check = kWitnessOfFrees;
  if (unwiped.empty() || unwiped != Sites(sites.begin(), sites.end())) {
    return {false, check + " names " + (unwiped.empty() ? "no site" : joined(unwiped))};
  }
  return {true, check + ": " + joined(unwiped) + ": unwiped, by " + path};
}

Judgement judge_by_memory(const CheckResult& result, const std::string& site) {
  return judge_names(kWitnessOfObject, result, site, {});
}

}  // namespace orbbench::selfcheck
