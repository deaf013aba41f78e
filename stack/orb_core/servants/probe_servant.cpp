#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "broker/request_scope.hpp"
#include "broker/system_exception.hpp"
#include "memory/owned_octets.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {
namespace {

constexpr CORBA::ULong kMaxHoldMilliseconds = 60000;
constexpr CORBA::ULong kMaxTurns = 1000;
constexpr std::size_t kMaxTokenOctets = 64;
constexpr std::size_t kMaxChannelOctets = 64;

struct HeldSample {
  CORBA::Long sequence_number;
  CORBA::Double reading;
  OwnedOctets<Site::SampleName> name;
};

using SampleSequence = std::vector<HeldSample, SiteAllocator<HeldSample, Site::SampleSequence>>;

SampleSequence hold_samples(const OrbCore::Samples& samples) {
  SampleSequence held;
  held.reserve(std::max<std::size_t>(samples.length(), 1));  // one block, also for none
  for (CORBA::ULong i = 0; i < samples.length(); ++i) {
    held.push_back(HeldSample{samples[i].sequence_number, samples[i].reading,
                              OwnedOctets<Site::SampleName>(samples[i].name.in())});
  }
  return held;
}

struct AnyCopy {
  static constexpr Site kSite = Site::AnyCopy;
  CORBA::Any any;
};

struct TypeCodeCopy {
  static constexpr Site kSite = Site::TypeCodeCopy;
  CORBA::TypeCode_var type;
};

struct ArrivalSnapshot {
  static constexpr Site kSite = Site::ArrivalSnapshot;
  ArrivalCounts counts;
};

struct HoldTimer {
  static constexpr Site kSite = Site::HoldTimer;
  std::chrono::milliseconds duration;
};

struct CallbackReference {
  static constexpr Site kSite = Site::CallbackReference;
  OrbCore::ProbeCallback_var target;
};

struct CallbackMessage {
  static constexpr Site kSite = Site::CallbackMessage;
  CORBA::ULong turn;
  CORBA::ULong answer = 0;
};

void check_length(std::string_view what, std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange,
                            "the " + std::string(what) + " has " + std::to_string(text.size()) +
                                " octets, and must have 1 to " + std::to_string(most));
  }
}

void check_at_most(std::string_view what, CORBA::ULong value, CORBA::ULong most) {
  if (value > most) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange, std::string(what) + ": " + std::to_string(value) +
                                                   ", of " + std::to_string(most) + " at most");
  }
}

}  // namespace

void ProbeServant::ping() {
  const RequestScope scope(core_.broker, Operation::Ping);
}

char* ProbeServant::echo_string(const char* value) {
  const RequestScope scope(core_.broker, Operation::EchoString);
  const OwnedOctets<Site::StringBuffer> buffer{std::string_view(value)};
  return CORBA::string_dup(std::string(buffer.text()).c_str());
}

OrbCore::Octets* ProbeServant::echo_octets(const OrbCore::Octets& value) {
  const RequestScope scope(core_.broker, Operation::EchoOctets);
  const OwnedOctets<Site::OctetBuffer> buffer{std::span(value.get_buffer(), value.length())};
  auto echoed = std::make_unique<OrbCore::Octets>();
  echoed->length(value.length());
  std::copy(buffer.span().begin(), buffer.span().end(), echoed->get_buffer());
  return echoed.release();
}

OrbCore::Samples* ProbeServant::echo_samples(const OrbCore::Samples& value) {
  const RequestScope scope(core_.broker, Operation::EchoSamples);
  const SampleSequence held = hold_samples(value);
  auto echoed = std::make_unique<OrbCore::Samples>();
  echoed->length(static_cast<CORBA::ULong>(held.size()));
  for (CORBA::ULong i = 0; i < echoed->length(); ++i) {
    (*echoed)[i].sequence_number = held[i].sequence_number;
    (*echoed)[i].reading = held[i].reading;
    (*echoed)[i].name = std::string(held[i].name.text()).c_str();
  }
  return echoed.release();
}

CORBA::Any* ProbeServant::echo_any(const CORBA::Any& value) {
  const RequestScope scope(core_.broker, Operation::EchoAny);
  const auto copy = make_owned<AnyCopy>(value);
  const auto type = make_owned<TypeCodeCopy>(copy->any.type());
  auto echoed = std::make_unique<CORBA::Any>(copy->any);
  echoed->type(type->type);
  return echoed.release();
}

void ProbeServant::notify(const char* channel, CORBA::ULongLong sequence_number) {
  const RequestScope scope(core_.broker, Operation::Notify, ReplyMode::OneWay);
  check_length("channel", channel, kMaxChannelOctets);
  core_.arrivals.note(channel, sequence_number);
}

OrbCore::ArrivalReport ProbeServant::arrivals(const char* channel) {
  const RequestScope scope(core_.broker, Operation::Arrivals);
  const auto snapshot = make_owned<ArrivalSnapshot>(core_.arrivals.of(channel));
  OrbCore::ArrivalReport report;
  report.arrived = snapshot->counts.arrived;
  report.out_of_order = snapshot->counts.out_of_order;
  report.last_sequence_number = snapshot->counts.last_sequence_number;
  return report;
}

void ProbeServant::forget_arrivals(const char* channel) {
  const RequestScope scope(core_.broker, Operation::ForgetArrivals);
  core_.arrivals.forget(channel);
}

void ProbeServant::hold(CORBA::ULong milliseconds) {
  const RequestScope scope(core_.broker, Operation::Hold);
  check_at_most("milliseconds to hold", milliseconds, kMaxHoldMilliseconds);
  const auto timer = make_owned<HoldTimer>(std::chrono::milliseconds(milliseconds));
  if (!core_.broker.pause(timer->duration)) {
    raise<CORBA::TRANSIENT>(Minor::ShuttingDown, "the core is shutting down");
  }
}

CORBA::ULong ProbeServant::execute(const char* token) {
  const RequestScope scope(core_.broker, Operation::Execute);
  check_length("token", token, kMaxTokenOctets);
  const auto count = core_.executions.execute(token);
  if (!count) {
    raise<CORBA::IMP_LIMIT>(Minor::LimitReached, "the core keeps all the tokens it may");
  }
  return *count;
}

CORBA::ULong ProbeServant::executions(const char* token) {
  const RequestScope scope(core_.broker, Operation::Executions);
  return core_.executions.count(token);
}

void ProbeServant::forget(const char* token) {
  const RequestScope scope(core_.broker, Operation::Forget);
  core_.executions.forget(token);
}

CORBA::ULong ProbeServant::call_back(OrbCore::ProbeCallback_ptr target, CORBA::ULong turns) {
  const RequestScope scope(core_.broker, Operation::CallBack);
  if (CORBA::is_nil(target)) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange, "the object to call back is nil");
  }
  check_at_most("turns", turns, kMaxTurns);
  const auto callback = make_owned<CallbackReference>(OrbCore::ProbeCallback::_duplicate(target));
  CORBA::ULong sum = 0;
  for (CORBA::ULong turn = 1; turn <= turns; ++turn) {
    const auto message = make_owned<CallbackMessage>(turn);
    message->answer = callback->target->called(message->turn);
    sum += message->answer;
  }
  return sum;
}

}  // namespace orbbench::orb_core
