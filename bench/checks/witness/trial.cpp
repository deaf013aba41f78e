#include "checks/witness/trial.hpp"

#include <array>
#include <thread>
#include <utility>

#include "checks/calls/proxied_core.hpp"
#include "checks/scenario.hpp"
#include "checks/witness/core_location.hpp"
#include "checks/witness/judgement.hpp"
#include "memory/dump_command.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using memory::Canary;
using orb_client::CoreLane;
using orb_client::Deadline;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kCallBudget{5};
constexpr std::chrono::milliseconds kPassingDeadline{100};
constexpr int kWarmUpRounds = 30;
// A request that is cut off after so many octets has brought the secret, and not all behind it.
constexpr std::size_t kLongRequestOctets = 4096;
constexpr std::uint64_t kCutAfter = 2048;

Deadline soon() {
  return Deadline::after(kCallBudget);
}

void create(CoreLane& lane, std::int64_t id, const Canary& canary,
            const std::string& type = "secure_widget", Deadline deadline = soon(),
            std::size_t octets = memory::kCanaryOctets) {
  canary.reveal([&](auto plain) {
    std::vector<std::uint8_t> secret(octets);
    std::copy(plain.begin(), plain.end(), secret.begin());
    const auto wiped = [&secret](void*) { memory::wipe(secret); };
    const std::unique_ptr<void, decltype(wiped)> at_the_end(&secret, wiped);
    lane.create_widget(id, type, "witness", secret, deadline);
  });
}

template <class Error, class Call>
void expect(const std::string& what, Call&& call) {
  try {
    call();
  } catch (const Error&) {
    return;
  }
  throw orb_client::ProtocolError({"create", "", "", 0, orb_client::Completion::Yes},
                                  what + " must fail, and the core reported success");
}

faults::Fault on_create(faults::FaultKind kind, faults::MessageType type) {
  faults::Fault fault;
  fault.kind = kind;
  fault.match.type = type;
  fault.match.operation = "create";
  return fault;
}

class Trial {
 public:
  explicit Trial(CheckContext& context)
      : context_(context),
        pool_(context.runtime, context.core, {.lanes = 2, .waiters = 0}),
        first_(pool_.lease(soon())),
        second_(pool_.lease(soon())),
        next_id_(fresh_widget_ids()) {}

  WitnessObservation run() {
    scan_.pid = locate_core(context_, *second_);
    scan_.most_stopped = settings().most_stopped;
    scan_.stop = context_.stop;
    const std::int64_t bystander = next_id_++;
    create(*second_, bystander, bystander_);
    try {
      go_all_ways();
    } catch (const std::exception&) {
      destroy_if_possible(bystander);
      throw;
    }
    destroy_if_possible(bystander);
    return std::move(seen_);
  }

 private:
  void go_all_ways() {
    release("first release");
    warm_up();
    release("release after load");
    refuse("refused create: the id exists", [this](const Canary& canary) {
      const std::int64_t id = next_id_++;
      create(*second_, id, Canary::draw());
      expect<orb_client::RemoteError>("a create with an id that exists",
                                      [&] { create(*first_, id, canary); });
      second_->destroy_widget(id, soon());
    });
    refuse("refused create: BAD_PARAM", [this](const Canary& canary) {
      expect<orb_client::RemoteError>("a create of an unknown type",
                                      [&] { create(*first_, next_id_++, canary, "no_such_type"); });
    });
    refuse("client gone in mid-call", [this](const Canary& canary) { cut_off(canary); });
    release_after_a_missed_deadline();
  }

  // Another connection destroys it than the one that it came by: that one's buffers stay as the
  // secret left them.
  void release(const std::string& name) {
    const Canary target = Canary::draw();
    const std::int64_t id = next_id_++;
    PathObservation& path = begin(name);
    create(*first_, id, target);
    path.before = look(target);
    second_->destroy_widget(id, soon());
    look_after_release(path, target);
  }

  template <class Call>
  void refuse(const std::string& name, Call&& call) {
    const Canary target = Canary::draw();
    PathObservation& path = begin(name);
    call(target);
    look_after_release(path, target);
  }

  void cut_off(const Canary& canary) {
    faults::Fault cut = on_create(faults::FaultKind::Cut, faults::MessageType::Request);
    cut.after_octets = kCutAfter;
    ProxiedCore proxied(context_, {cut}, 1);
    orb_client::ConnectionPool pool(context_.runtime, proxied.endpoint(),
                                    {.lanes = 1, .waiters = 0});
    expect<orb_client::CallError>("a create whose connection was cut", [&] {
      auto lane = pool.lease(soon());
      create(*lane, next_id_++, canary, "secure_widget", soon(), kLongRequestOctets);
    });
  }

  void release_after_a_missed_deadline() {
    const Canary target = Canary::draw();
    const std::int64_t id = next_id_++;
    PathObservation& path = begin("release after a missed deadline");
    {
      ProxiedCore proxied(context_,
                          {on_create(faults::FaultKind::Withhold, faults::MessageType::Reply)}, 1);
      orb_client::ConnectionPool pool(context_.runtime, proxied.endpoint(),
                                      {.lanes = 1, .waiters = 0});
      expect<orb_client::TimeoutError>("a create whose reply was withheld", [&] {
        auto lane = pool.lease(soon());
        create(*lane, id, target, "secure_widget", Deadline::after(kPassingDeadline));
      });
    }
    path.before = look(target);
    second_->destroy_widget(id, soon());
    look_after_release(path, target);
  }

  PathObservation& begin(const std::string& name) {
    throw_if_stopped(context_);
    context_.report(name);
    seen_.paths.push_back({name, {}, {}});
    return seen_.paths.back();
  }

  Look look(const Canary& target) {
    const std::array canaries{bystander_, target};
    Look look;
    look.report = settings().dump_with.empty()
                      ? scan_process(scan_, canaries)
                      : scan_dump({settings().dump_with, scan_.pid, scan_.stop}, canaries);
    throw_if_stopped(context_);
    return look;
  }

  const WitnessSettings& settings() const { return context_.settings.witness; }

  // A dump takes longer than the time between looks: one look, when all is to be gone.
  std::vector<std::chrono::milliseconds> looks_after() const {
    return settings().dump_with.empty() ? settings().looks_after : std::vector{kGoneAfter};
  }

  // The core does nothing while it stands: that time is taken off.
  void look_after_release(PathObservation& path, const Canary& target) {
    const auto released = Clock::now();
    Clock::duration stood{0};
    for (const std::chrono::milliseconds due : looks_after()) {
      std::this_thread::sleep_until(released + stood + due);
      const auto at = Clock::now() - released - stood;
      path.after.push_back(look(target));
      path.after.back().due = due;
      path.after.back().at = at;
      stood += std::chrono::duration_cast<Clock::duration>(path.after.back().report.stopped);
    }
  }

  void warm_up() {
    context_.report("load");
    std::vector<std::jthread> callers;
    std::array<std::exception_ptr, 2> errors;
    const std::array lanes{&*first_, &*second_};
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      callers.emplace_back([this, lane = lanes[i], &error = errors[i],
                            id = next_id_ + static_cast<std::int64_t>(i) * 1000] {
        try {
          for (int round = 0; round < kWarmUpRounds && !context_.stop.stop_requested(); ++round) {
            Scenario(*lane, id, fresh_tag()).run();
          }
        } catch (const std::exception&) {
          error = std::current_exception();
        }
      });
    }
    callers.clear();
    next_id_ += 2000;
    for (const auto& error : errors) {
      if (error) {
        std::rethrow_exception(error);
      }
    }
  }

  void destroy_if_possible(std::int64_t id) {
    try {
      second_->destroy_widget(id, soon());
    } catch (const orb_client::CallError&) {
      // The run has its verdict, or the error that it ends with; a core that is gone keeps nothing.
    }
  }

  CheckContext& context_;
  orb_client::ConnectionPool pool_;
  orb_client::Lease first_;
  orb_client::Lease second_;
  std::int64_t next_id_;
  memory::ProcessScan scan_;
  Canary bystander_ = Canary::draw();
  WitnessObservation seen_;
};

WitnessObservation observe(CheckContext& context) {
  try {
    return Trial(context).run();
  } catch (const memory::WitnessError& error) {
    throw_if_stopped(context);  // it may be the reason
    WitnessObservation none;
    none.obstacle = error.what();
    return none;
  }
}

}  // namespace

const WitnessObservation& observe_memory(CheckContext& context) {
  if (!context.witnessed) {
    context.witnessed = std::make_shared<const WitnessObservation>(observe(context));
  }
  return *context.witnessed;
}

}  // namespace orbbench::bench
