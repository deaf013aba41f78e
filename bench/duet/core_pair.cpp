#include "duet/core_pair.hpp"

#include <utility>

namespace orbbench::duet {
namespace {

class RunningPair : public CorePair {
 public:
  explicit RunningPair(std::array<DuetCore, 2> cores) : cores_(std::move(cores)) {}

  const DuetCore& core(Side side) const override { return cores_[index_of(side)]; }

 private:
  std::array<DuetCore, 2> cores_;
};

}  // namespace

const char* to_string(Side side) {
  return side == Side::Baseline ? "baseline" : "candidate";
}

PairSource running_pair(DuetCore baseline, DuetCore candidate) {
  const std::array<DuetCore, 2> cores{std::move(baseline), std::move(candidate)};
  return {[cores](Side) { return std::make_unique<RunningPair>(cores); }, false};
}

}  // namespace orbbench::duet
