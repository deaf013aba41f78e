#include "checks/result.hpp"

#include <algorithm>
#include <ctime>

namespace orbbench::bench {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return "pass";
    case Verdict::Inconclusive:
      return "inconclusive";
    case Verdict::Invalid:
      return "invalid";
    case Verdict::Fail:
      return "fail";
  }
  return "invalid";
}

int exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return 0;
    case Verdict::Fail:
      return 1;
    case Verdict::Inconclusive:
      return 2;
    case Verdict::Invalid:
      return 3;
  }
  return 3;
}

Verdict RunResult::verdict() const {
  const auto worst = std::max_element(
      checks.begin(), checks.end(),
      [](const auto& left, const auto& right) { return left.verdict < right.verdict; });
  return worst == checks.end() ? Verdict::Invalid : worst->verdict;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace orbbench::bench
