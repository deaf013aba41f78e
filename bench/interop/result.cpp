#include "interop/result.hpp"

#include <algorithm>

namespace orbbench::interop {

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::Pass:
      return "pass";
    case Outcome::Fail:
      return "fail";
    case Outcome::Unsupported:
      return "unsupported";
    case Outcome::Skipped:
      break;
  }
  return "skipped";
}

std::size_t Matrix::count(Outcome outcome, const std::string& peer) const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const CaseResult& result) {
        return result.outcome == outcome && (peer.empty() || result.peer == peer);
      }));
}

std::size_t Matrix::stale() const {
  return static_cast<std::size_t>(std::count_if(
      results.begin(), results.end(), [](const CaseResult& result) { return result.stale; }));
}

int Matrix::exit_code() const {
  constexpr int kInvalid = 3;
  if (count(Outcome::Fail) > 0) {
    return 1;
  }
  return count(Outcome::Pass) > 0 ? 0 : kInvalid;
}

}  // namespace orbbench::interop
