#include "value_conversion.hpp"

#include <limits>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

struct AnyWriter {
  CORBA::Any& any;

  void operator()(bool value) const { any <<= CORBA::Any::from_boolean(value); }
  void operator()(std::int64_t value) const { any <<= static_cast<CORBA::LongLong>(value); }
  void operator()(double value) const { any <<= static_cast<CORBA::Double>(value); }
  void operator()(const std::string& value) const { any <<= to_text(value); }
};

template <class Number>
std::optional<Argument> extract_integer(const CORBA::Any& any) {
  Number value{};
  if (any >>= value) {
    return Argument(static_cast<std::int64_t>(value));
  }
  return std::nullopt;
}

std::optional<Argument> extract_octet(const CORBA::Any& any) {
  CORBA::Octet value = 0;
  any >>= CORBA::Any::to_octet(value);
  return Argument(static_cast<std::int64_t>(value));
}

std::optional<Argument> extract_boolean(const CORBA::Any& any) {
  CORBA::Boolean value = false;
  any >>= CORBA::Any::to_boolean(value);
  return Argument(static_cast<bool>(value));
}

std::optional<Argument> extract_large(const CORBA::Any& any) {
  CORBA::ULongLong value = 0;
  any >>= value;
  if (value > static_cast<CORBA::ULongLong>(std::numeric_limits<std::int64_t>::max())) {
    return std::nullopt;
  }
  return Argument(static_cast<std::int64_t>(value));
}

template <class Number>
std::optional<Argument> extract_real(const CORBA::Any& any) {
  Number value{};
  any >>= value;
  return Argument(static_cast<double>(value));
}

std::optional<Argument> extract_string(const CORBA::Any& any) {
  const char* value = nullptr;
  if (any >>= value) {
    return Argument(std::string(value));
  }
  return std::nullopt;
}

SitePriority from_idl(OrbCore::SitePriority priority) {
  switch (priority) {
    case OrbCore::critical_site:
      return SitePriority::Critical;
    case OrbCore::high_site:
      return SitePriority::High;
    case OrbCore::medium_site:
      return SitePriority::Medium;
    default:
      return SitePriority::Low;
  }
}

}  // namespace

const char* to_text(const std::string& value) {
  if (value.find('\0') != std::string::npos) {
    throw ConfigError("a text holds a NUL octet, which no CORBA string can carry");
  }
  return value.c_str();
}

CORBA::ULong to_unsigned_long(std::int64_t value, const char* meaning) {
  if (value < 0 || value > std::numeric_limits<CORBA::ULong>::max()) {
    throw ConfigError(std::string(meaning) + " of " + std::to_string(value) +
                      ": 0 to 4294967295 would be right");
  }
  return static_cast<CORBA::ULong>(value);
}

OrbCore::Octets borrow_octets(std::span<const std::uint8_t> octets) {
  const CORBA::ULong length = to_unsigned_long(std::ssize(octets), "a number of octets");
  // The sequence neither writes to a buffer that it does not own nor frees it; the IDL mapping has
  // no const form of it.
  return {length, length, const_cast<CORBA::Octet*>(octets.data()), false};
}

Octets to_octets(const OrbCore::Octets& octets) {
  const CORBA::Octet* first = octets.get_buffer();
  return {first, first + octets.length()};
}

CORBA::Any to_any(const Argument& value) {
  CORBA::Any any;
  std::visit(AnyWriter{any}, value);
  return any;
}

OrbCore::Arguments to_arguments(const std::vector<Argument>& values) {
  OrbCore::Arguments arguments;
  arguments.length(to_unsigned_long(std::ssize(values), "a number of parameters"));
  for (CORBA::ULong i = 0; i < arguments.length(); ++i) {
    std::visit(AnyWriter{arguments[i]}, values[i]);
  }
  return arguments;
}

std::optional<Argument> to_argument(const CORBA::Any& value) {
  const CORBA::TypeCode_var type = value.type();
  switch (type->kind()) {
    case CORBA::tk_boolean:
      return extract_boolean(value);
    case CORBA::tk_octet:
      return extract_octet(value);
    case CORBA::tk_short:
      return extract_integer<CORBA::Short>(value);
    case CORBA::tk_ushort:
      return extract_integer<CORBA::UShort>(value);
    case CORBA::tk_long:
      return extract_integer<CORBA::Long>(value);
    case CORBA::tk_ulong:
      return extract_integer<CORBA::ULong>(value);
    case CORBA::tk_longlong:
      return extract_integer<CORBA::LongLong>(value);
    case CORBA::tk_ulonglong:
      return extract_large(value);
    case CORBA::tk_float:
      return extract_real<CORBA::Float>(value);
    case CORBA::tk_double:
      return extract_real<CORBA::Double>(value);
    case CORBA::tk_string:
      return extract_string(value);
    default:
      return std::nullopt;
  }
}

OrbCore::Samples to_idl(const std::vector<Sample>& samples) {
  OrbCore::Samples sequence;
  sequence.length(to_unsigned_long(std::ssize(samples), "a number of samples"));
  for (CORBA::ULong i = 0; i < sequence.length(); ++i) {
    sequence[i].sequence_number = samples[i].sequence_number;
    sequence[i].reading = samples[i].reading;
    sequence[i].name = to_text(samples[i].name);
  }
  return sequence;
}

std::vector<Sample> from_idl(const OrbCore::Samples& samples) {
  std::vector<Sample> values;
  values.reserve(samples.length());
  for (CORBA::ULong i = 0; i < samples.length(); ++i) {
    values.push_back(
        {samples[i].sequence_number, samples[i].reading, std::string(samples[i].name)});
  }
  return values;
}

std::vector<WidgetDescription> from_idl(const OrbCore::WidgetDescriptions& descriptions) {
  std::vector<WidgetDescription> values;
  values.reserve(descriptions.length());
  for (CORBA::ULong i = 0; i < descriptions.length(); ++i) {
    const OrbCore::WidgetDescription& one = descriptions[i];
    values.push_back({one.widget_id, std::string(one.type_name), std::string(one.label)});
  }
  return values;
}

std::vector<SiteRecord> from_idl(const OrbCore::SiteRecords& records) {
  std::vector<SiteRecord> values;
  values.reserve(records.length());
  for (CORBA::ULong i = 0; i < records.length(); ++i) {
    const OrbCore::SiteRecord& one = records[i];
    values.push_back({.name = std::string(one.name),
                      .priority = from_idl(one.priority),
                      .allocations = one.allocations,
                      .deallocations = one.deallocations,
                      .zeroizations = one.zeroizations,
                      .zeroized_octets = one.zeroized_bytes,
                      .live_objects = one.live_objects});
  }
  return values;
}

ArrivalReport from_idl(const OrbCore::ArrivalReport& report) {
  return {report.arrived, report.out_of_order, report.last_sequence_number};
}

ProcessState from_idl(const OrbCore::ProcessState& state) {
  return {.live_objects = state.live_objects,
          .connections = state.connections,
          .threads = state.threads,
          .process_id = state.process_id,
          .host = std::string(state.host),
          .core_name = std::string(state.core_name),
          .orb_name = std::string(state.orb_name),
          .orb_version = std::string(state.orb_version)};
}

OrbCore::FaultKind to_idl(FaultKind kind) {
  switch (kind) {
    case FaultKind::SkipZeroization:
      return OrbCore::skip_zeroization;
    case FaultKind::Leak:
      return OrbCore::leak;
    case FaultKind::CountTwice:
      return OrbCore::count_twice;
    case FaultKind::CountWithoutFreeing:
      return OrbCore::count_without_freeing;
    case FaultKind::FreeWithoutCounting:
      return OrbCore::free_without_counting;
    case FaultKind::PretendZeroization:
      break;
  }
  return OrbCore::pretend_zeroization;
}

}  // namespace orbbench::orb_client
