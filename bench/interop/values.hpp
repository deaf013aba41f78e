#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace orbbench::interop {

/// What the values of a case may refer to: results of its earlier steps, and references.
struct ValueContext {
  std::map<std::string, nlohmann::json> kept;
  std::string self;  ///< the object under test, stringified
};

/// A reference that no case may resolve: it is passed round, never called.
inline constexpr const char* kForeignReference = "corbaloc:iiop:1.2@127.0.0.1:9/elsewhere";

/// Replaces, at any depth,
///   {"$repeat": [x, n]}    by n times x: a text, or an array for any other x
///   {"$range": [from, to]} by the array of the integers from..to
///   {"$kept": name}        by an earlier result
///   {"$self": true}        by the reference of the object under test
///   {"$foreign": true}     by kForeignReference
/// Throws ConfigError for another name that starts with $.
nlohmann::json expand(const nlohmann::json& value, const ValueContext& context);

/// Where a result differs from what was expected, in one line that says both; nothing when it does
/// not. An expectation is a value (numbers compare by value and sign), with at any depth the forms
/// of `expand` and
///   {"$float": x}          a number that is x in single precision
///   {"$present": true}     anything but null
///   {"$plus": [name, n]}   n more than an earlier result
///   {"$reference": "self"} or "foreign": a reference to that object, in whatever form
std::optional<std::string> difference(const nlohmann::json& expected, const nlohmann::json& got,
                                      const ValueContext& context);

/// A value for a message: in full when it is short, otherwise its start and its length.
std::string shown(const nlohmann::json& value);

}  // namespace orbbench::interop
