#include "widgets/widget_operations.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <string>

#include "broker/system_exception.hpp"
#include "orb_core.hh"

namespace orbbench::orb_core {
namespace {

using Seconds = std::chrono::seconds;

/// An operation as it was found, for the time of one call.
struct OperationDescriptor {
  static constexpr Site kSite = Site::OperationDescriptor;
  std::string_view name;
  CORBA::Any (*run)(Widget&, const OperationDescriptor&, const ArgumentList&);
};

[[noreturn]] void raise_wrong_arguments(const OperationDescriptor& operation,
                                        const std::string& wanted) {
  raise<CORBA::BAD_PARAM>(Minor::WrongArguments, std::string(operation.name) + " takes " + wanted);
}

const HeldAny& only_argument(const OperationDescriptor& operation, const ArgumentList& arguments) {
  if (arguments.count() != 1) {
    raise_wrong_arguments(operation, "one argument");
  }
  return arguments[0];
}

std::string only_text(const OperationDescriptor& operation, const ArgumentList& arguments) {
  const auto value = only_argument(operation, arguments).value();
  if (!value || !std::holds_alternative<std::string>(*value)) {
    raise_wrong_arguments(operation, "one string");
  }
  return std::get<std::string>(*value);
}

Value number_at(const OperationDescriptor& operation, const ArgumentList& arguments,
                std::size_t position) {
  const auto value = arguments.count() == 2 ? arguments[position].value() : std::nullopt;
  if (!value || (value->index() != 1 && value->index() != 2)) {
    raise_wrong_arguments(operation, "two numbers");
  }
  return *value;
}

double real_of(const Value& number) {
  const auto* integer = std::get_if<std::int64_t>(&number);
  return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(number);
}

template <class OnIntegers, class OnReals>
CORBA::Any calculate(const OperationDescriptor& operation, const ArgumentList& arguments,
                     OnIntegers on_integers, OnReals on_reals) {
  const Value left = number_at(operation, arguments, 0);
  const Value right = number_at(operation, arguments, 1);
  const auto* a = std::get_if<std::int64_t>(&left);
  const auto* b = std::get_if<std::int64_t>(&right);
  if (a == nullptr || b == nullptr) {
    return to_any(on_reals(real_of(left), real_of(right)));
  }
  std::int64_t result = 0;
  if (on_integers(*a, *b, &result)) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange,
                            std::string(operation.name) + ": the result needs more than 64 bits");
  }
  return to_any(result);
}

CORBA::Any add(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  return calculate(
      operation, arguments,
      [](auto a, auto b, auto* sum) { return __builtin_add_overflow(a, b, sum); },
      [](double a, double b) { return a + b; });
}

CORBA::Any subtract(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  return calculate(
      operation, arguments,
      [](auto a, auto b, auto* rest) { return __builtin_sub_overflow(a, b, rest); },
      [](double a, double b) { return a - b; });
}

CORBA::Any multiply(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  return calculate(
      operation, arguments,
      [](auto a, auto b, auto* product) { return __builtin_mul_overflow(a, b, product); },
      [](double a, double b) { return a * b; });
}

CORBA::Any divide(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  const double dividend = real_of(number_at(operation, arguments, 0));
  const double divisor = real_of(number_at(operation, arguments, 1));
  if (divisor == 0) {
    raise<CORBA::BAD_PARAM>(Minor::OutOfRange, "divide: the divisor is 0");
  }
  return to_any(dividend / divisor);
}

CORBA::Any echo(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  return only_argument(operation, arguments).any();
}

CORBA::Any reverse(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  std::string text = only_text(operation, arguments);
  std::reverse(text.begin(), text.end());
  return to_any(text);
}

CORBA::Any uppercase(Widget&, const OperationDescriptor& operation, const ArgumentList& arguments) {
  std::string text = only_text(operation, arguments);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return to_any(text);
}

CORBA::Any answer_at_once(Widget& widget, const OperationDescriptor& operation,
                          const ArgumentList&) {
  return to_any(std::string(operation.name) + " of widget " + std::to_string(widget.id()));
}

template <int kSeconds>
CORBA::Any answer_late(Widget& widget, const OperationDescriptor& operation,
                       const ArgumentList& arguments) {
  if (!widget.pause(Seconds(kSeconds))) {
    raise<CORBA::OBJECT_NOT_EXIST>(Minor::WidgetDestroyed, "widget " + std::to_string(widget.id()) +
                                                               " was destroyed meanwhile");
  }
  return answer_at_once(widget, operation, arguments);
}

CORBA::Any raise_exception(Widget&, const OperationDescriptor& operation, const ArgumentList&) {
  throw OrbCore::OperationFailed(std::string(operation.name).c_str(), "it always fails");
}

constexpr std::array<OperationDescriptor, 13> kOperations{{
    {"test_operation", answer_at_once},
    {"simple_operation", answer_at_once},
    {"slow_operation", answer_late<1>},
    {"very_slow_operation", answer_late<10>},
    {"timeout_operation", answer_late<60>},
    {"exception_operation", raise_exception},
    {"echo", echo},
    {"reverse", reverse},
    {"uppercase", uppercase},
    {"add", add},
    {"subtract", subtract},
    {"multiply", multiply},
    {"divide", divide},
}};

Owned<OperationDescriptor> describe(std::string_view name) {
  const auto* found = std::find_if(kOperations.begin(), kOperations.end(),
                                   [name](const auto& entry) { return entry.name == name; });
  if (found == kOperations.end()) {
    raise<CORBA::BAD_OPERATION>(Minor::UnknownOperation,
                                "a widget has no operation " + std::string(name.substr(0, 64)));
  }
  return make_owned<OperationDescriptor>(*found);
}

}  // namespace

CORBA::Any run_operation(Widget& widget, std::string_view name, const ArgumentList& arguments) {
  const auto operation = describe(name);
  return operation->run(widget, *operation, arguments);
}

}  // namespace orbbench::orb_core
