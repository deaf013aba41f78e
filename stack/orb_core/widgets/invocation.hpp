#pragma once

#include <omniORB4/CORBA.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"

namespace orbbench::orb_core {

inline constexpr std::size_t kMaxArguments = 16;

using Value = std::variant<bool, std::int64_t, double, std::string>;

struct AnyContainer {
  static constexpr Site kSite = Site::AnyContainer;
  CORBA::Any any;
};

struct TypeCodeRecord {
  static constexpr Site kSite = Site::TypeCode;
  CORBA::TCKind kind;
};

/// An `any` as the core works with it: the container, its type, and its content in octets.
class HeldAny {
 public:
  explicit HeldAny(const CORBA::Any& any);

  const CORBA::Any& any() const { return container_->any; }

  /// The content as a C++ value; none for types other than boolean, the integers, float, double
  /// and string.
  std::optional<Value> value() const;

 private:
  Owned<AnyContainer> container_;
  Owned<TypeCodeRecord> type_;
  OwnedOctets<Site::AnyContent> content_;
};

struct NamedValue {
  static constexpr Site kSite = Site::NamedValue;
  std::uint32_t position;
  HeldAny value;
};

/// The arguments of one dynamic invocation.
class ArgumentList {
 public:
  /// Raises BAD_PARAM for more than kMaxArguments.
  template <class Anys>
  static ArgumentList hold(const Anys& anys) {
    ArgumentList list(anys.length());
    for (CORBA::ULong i = 0; i < anys.length(); ++i) {
      list.slots_->values[i] = make_owned<NamedValue>(i, HeldAny(anys[i]));
    }
    return list;
  }

  std::size_t count() const { return slots_->count; }
  const HeldAny& operator[](std::size_t i) const { return slots_->values[i]->value; }

 private:
  struct Slots {
    static constexpr Site kSite = Site::ArgumentList;
    std::size_t count;
    std::array<Owned<NamedValue>, kMaxArguments> values;
  };

  explicit ArgumentList(std::size_t count);

  Owned<Slots> slots_;
};

CORBA::Any to_any(const Value& value);

}  // namespace orbbench::orb_core
