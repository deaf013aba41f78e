#include <csignal>
#include <string>

#include "broker/request_scope.hpp"
#include "broker/system_exception.hpp"
#include "memory/site_ledger.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {
namespace {

constexpr CORBA::ULong kMaxDelayMicroseconds = 60'000'000;
constexpr CORBA::Double kMaxDelayPercent = 10'000;

SiteFault from_idl(OrbCore::FaultKind kind) {
  switch (kind) {
    case OrbCore::skip_zeroization:
      return SiteFault::SkipZeroization;
    case OrbCore::leak:
      return SiteFault::Leak;
    case OrbCore::count_twice:
      return SiteFault::CountTwice;
    case OrbCore::count_without_freeing:
      return SiteFault::CountWithoutFreeing;
    case OrbCore::free_without_counting:
      return SiteFault::FreeWithoutCounting;
    case OrbCore::pretend_zeroization:
      return SiteFault::PretendZeroization;
  }
  raise<CORBA::BAD_PARAM>(Minor::OutOfRange, "there is no such kind of fault");
}

bool concerns_wiping(OrbCore::FaultKind kind) {
  return kind == OrbCore::skip_zeroization || kind == OrbCore::pretend_zeroization;
}

Site site_or_raise(const char* name) {
  const auto site = site_named(name);
  if (!site) {
    raise<CORBA::BAD_PARAM>(Minor::UnknownName,
                            "there is no site " + std::string(name).substr(0, 64));
  }
  return *site;
}

}  // namespace

void FaultsServant::inject(OrbCore::FaultKind kind, const char* name) {
  const RequestScope scope(core_.broker, Operation::InjectFault);
  const Site site = site_or_raise(name);
  if (concerns_wiping(kind) && !is_wiped(info(site).priority)) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange, std::string(name) + " is a " +
                                                   to_string(info(site).priority) +
                                                   " site, which is never wiped");
  }
  SiteLedger::of_process().inject(site, from_idl(kind));
}

// The next two end their scope before they take effect: the fault is for the calls that follow.
void FaultsServant::delay_replies(CORBA::ULong microseconds, CORBA::Double percent) {
  {
    const RequestScope scope(core_.broker, Operation::DelayReplies);
    if (microseconds > kMaxDelayMicroseconds || !(percent >= 0 && percent <= kMaxDelayPercent)) {
      raise<CORBA::BAD_PARAM>(Minor::OutOfRange,
                              "a delay is 0 to 60000000 microseconds and 0 to 10000 %");
    }
  }
  core_.broker.delay_replies(std::chrono::microseconds(microseconds), percent);
}

void FaultsServant::drop_replies(CORBA::ULong count) {
  { const RequestScope scope(core_.broker, Operation::DropReplies); }
  core_.broker.drop_replies(count);
}

void FaultsServant::crash() {
  const RequestScope scope(core_.broker, Operation::Crash, ReplyMode::OneWay);
  std::raise(SIGKILL);
}

void FaultsServant::clear() {
  const RequestScope scope(core_.broker, Operation::ClearFaults);
  SiteLedger::of_process().clear_faults();
  core_.broker.delay_replies({}, 0);
  core_.broker.drop_replies(0);
}

}  // namespace orbbench::orb_core
