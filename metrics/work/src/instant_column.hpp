#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::work {

/// A column of instants as a text that store::parse_instant reads.
inline std::string instant_text(const std::string& column) {
  return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
}

inline std::optional<store::Instant> instant_of(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(store::parse_instant(field.c_str()));
}

}  // namespace orbbench::work
