#pragma once

#include <omniORB4/CORBA.h>

#include <cstdint>
#include <optional>
#include <orb_core.hh>
#include <span>
#include <string>
#include <vector>

#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::orb_client {

/// A C string for CORBA, which has no NUL in one. Throws ConfigError.
const char* to_text(const std::string& value);

/// Throws ConfigError for a number that is no unsigned long of the IDL.
CORBA::ULong to_unsigned_long(std::int64_t value, const char* meaning);

/// The octets themselves, not a copy: they must outlive the result.
OrbCore::Octets borrow_octets(std::span<const std::uint8_t> octets);
Octets to_octets(const OrbCore::Octets& octets);

CORBA::Any to_any(const Argument& value);
OrbCore::Arguments to_arguments(const std::vector<Argument>& values);
/// Nothing for a value of another type than boolean, a number or a string.
std::optional<Argument> to_argument(const CORBA::Any& value);

OrbCore::Samples to_idl(const std::vector<Sample>& samples);
std::vector<Sample> from_idl(const OrbCore::Samples& samples);
std::vector<WidgetDescription> from_idl(const OrbCore::WidgetDescriptions& descriptions);
std::vector<SiteRecord> from_idl(const OrbCore::SiteRecords& records);
ArrivalReport from_idl(const OrbCore::ArrivalReport& report);
ProcessState from_idl(const OrbCore::ProcessState& state);
OrbCore::FaultKind to_idl(FaultKind kind);

}  // namespace orbbench::orb_client
