#include "load/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <random>

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

double seconds(nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

nanoseconds from_seconds(double value) {
  return nanoseconds(std::llround(value * 1e9));
}

/// When call `number`, counted from 0, of all lanes is due.
struct DueSecond {
  double number;
  double duration;

  double operator()(const ConstantArrivals& constant) const { return number / constant.rate; }

  // From number = from * t + (to - from) / (2 * duration) * t^2, in the form that is exact also
  // where the rate hardly changes.
  double operator()(const RampArrivals& ramp) const {
    const double growth = (ramp.to - ramp.from) / duration;
    const double root = ramp.from * ramp.from + 2 * growth * number;
    return root < 0 ? duration : 2 * number / (ramp.from + std::sqrt(root));
  }

  double operator()(const StepArrivals& steps) const {
    const double step = duration / static_cast<double>(steps.rates.size());
    double left = number;
    for (std::size_t i = 0; i < steps.rates.size(); ++i) {
      const double calls = steps.rates[i] * step;
      if (left < calls) {
        return static_cast<double>(i) * step + left / steps.rates[i];
      }
      left -= calls;
    }
    return duration;
  }

  double operator()(const PoissonArrivals&) const { return duration; }  // has no such rule
};

DueTimes poisson_times(const PoissonArrivals& poisson, const Arrivals& arrivals, std::size_t lane,
                       std::size_t lanes) {
  std::seed_seq seeds{arrivals.seed & 0xffffffffU, arrivals.seed >> 32U,
                      static_cast<std::uint64_t>(lane)};
  return [random = std::mt19937_64(seeds),
          gap = std::exponential_distribution<double>(poisson.rate / static_cast<double>(lanes)),
          due = 0.0]() mutable {
    due += gap(random);
    return from_seconds(due);
  };
}

}  // namespace

double Arrivals::expected_calls() const {
  const double length = seconds(duration);
  struct Calls {
    double length;
    double operator()(const ConstantArrivals& constant) const { return constant.rate * length; }
    double operator()(const PoissonArrivals& poisson) const { return poisson.rate * length; }
    double operator()(const RampArrivals& ramp) const { return (ramp.from + ramp.to) / 2 * length; }
    double operator()(const StepArrivals& steps) const {
      return std::accumulate(steps.rates.begin(), steps.rates.end(), 0.0) * length /
             static_cast<double>(steps.rates.size());
    }
  };
  return std::visit(Calls{length}, process);
}

double Arrivals::peak_rate() const {
  struct Peak {
    double operator()(const ConstantArrivals& constant) const { return constant.rate; }
    double operator()(const PoissonArrivals& poisson) const { return poisson.rate; }
    double operator()(const RampArrivals& ramp) const { return std::max(ramp.from, ramp.to); }
    double operator()(const StepArrivals& steps) const {
      return *std::max_element(steps.rates.begin(), steps.rates.end());
    }
  };
  return std::visit(Peak{}, process);
}

Arrivals Arrivals::scaled(double factor) const {
  struct Scale {
    double factor;
    void operator()(ConstantArrivals& constant) const { constant.rate *= factor; }
    void operator()(PoissonArrivals& poisson) const { poisson.rate *= factor; }
    void operator()(RampArrivals& ramp) const {
      ramp.from *= factor;
      ramp.to *= factor;
    }
    void operator()(StepArrivals& steps) const {
      for (double& rate : steps.rates) {
        rate *= factor;
      }
    }
  };
  Arrivals scaled = *this;
  std::visit(Scale{factor}, scaled.process);
  return scaled;
}

DueTimes due_times(const Arrivals& arrivals, std::size_t lane, std::size_t lanes) {
  if (const auto* poisson = std::get_if<PoissonArrivals>(&arrivals.process)) {
    return poisson_times(*poisson, arrivals, lane, lanes);
  }
  return [process = arrivals.process, duration = seconds(arrivals.duration), number = lane,
          lanes]() mutable {
    const double due = std::visit(DueSecond{static_cast<double>(number), duration}, process);
    number += lanes;
    return from_seconds(due);
  };
}

}  // namespace orbbench::bench
