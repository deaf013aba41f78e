#include <limits>
#include <string>

#include "broker/request_scope.hpp"
#include "stock/stock_servants.hpp"

namespace orbbench::orb_core {
namespace {

using Short = CORBA::Short;

/// A sum as a short. Raises UNKNOWN where no short can hold it.
Short short_of(std::int64_t sum) {
  using Limits = std::numeric_limits<Short>;
  if (sum < Limits::min() || sum > Limits::max()) {
    raise_unknown(std::to_string(sum) + " is no short");
  }
  return static_cast<Short>(sum);
}

}  // namespace

void OnewayTrace::leave(CORBA::Short at_once, CORBA::Short later) {
  const std::scoped_lock lock(mutex_);
  at_once_ = at_once;
  later_ = later;
  change_ = Clock::now() + kChangeAfter;
}

CORBA::Short OnewayTrace::value() const {
  const std::scoped_lock lock(mutex_);
  return Clock::now() < change_ ? at_once_ : later_;
}

CORBA::Short AllFunctionsServant::the_attribute() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  return attribute_;
}

void AllFunctionsServant::the_attribute(Short value) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  attribute_ = value;
}

CORBA::Short AllFunctionsServant::the_readonly_attribute() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  return 18;
}

void AllFunctionsServant::void_proc() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
}

void AllFunctionsServant::in_proc(Short, Short, Short) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
}

void AllFunctionsServant::out_proc(Short& a, Short& b, Short& c) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = 10;
  b = 11;
  c = 12;
}

void AllFunctionsServant::out_in_proc(Short& a, CORBA::Long b) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = short_of(std::int64_t{b} + 1);
}

void AllFunctionsServant::inout_proc(Short& a, Short& b) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = short_of(a + 1);
  b = short_of(b + 1);
}

void AllFunctionsServant::in_out_proc(Short, Short, Short& c, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  c = 3;
  d = 4;
}

void AllFunctionsServant::in_inout_proc(Short, Short& b, Short, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  b = 36;
  d = 40;
}

void AllFunctionsServant::out_inout_proc(Short& a, Short& b, Short& c, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  const Short b_in = b;
  a = 111;
  b = short_of(c + 1);
  c = short_of(b_in + 1);
  d = 999;
}

void AllFunctionsServant::in_out_inout_proc(Short, Short& b, Short& c) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  b = -54;
  c = short_of(c + 1);
}

CORBA::Short AllFunctionsServant::void_fun() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  return 3;
}

CORBA::Short AllFunctionsServant::in_fun(Short, Short, Short) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  return 7;
}

CORBA::Short AllFunctionsServant::out_fun(Short& a, Short& b, Short& c) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = 5;
  b = 6;
  c = 7;
  return 10;
}

CORBA::Short AllFunctionsServant::inout_fun(Short& a, Short& b) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = short_of(a + 1);
  b = short_of(b + 1);
  return short_of(a + b);
}

CORBA::Short AllFunctionsServant::in_out_fun(Short a, Short b, Short& c, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  c = b;
  d = a;
  return short_of(a + b);
}

CORBA::Short AllFunctionsServant::in_inout_fun(Short a, Short& b, Short c, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  b = short_of(b + a);
  d = short_of(d + c);
  return short_of(b + d);
}

CORBA::Short AllFunctionsServant::out_inout_fun(Short& a, Short& b, Short& c, Short& d) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  a = b;
  b = short_of(b + 1);
  d = c;
  c = short_of(c + 1);
  return short_of(a + b + c + d + 1);
}

CORBA::Short AllFunctionsServant::in_out_inout_fun(Short a, Short& b, Short& c) {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  b = short_of(a + 1);
  c = short_of(a + c);
  return -1;
}

void AllFunctionsServant::oneway_void_proc() {
  const RequestScope scope(broker_, Operation::StockAllFunctions, ReplyMode::OneWay);
  trace_.leave(1, 2);
}

void AllFunctionsServant::oneway_in_proc(Short a, Short b) {
  const RequestScope scope(broker_, Operation::StockAllFunctions, ReplyMode::OneWay);
  trace_.leave(a, b);
}

CORBA::Short AllFunctionsServant::oneway_checker() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  return trace_.value();
}

void AllFunctionsServant::StopServer() {
  const RequestScope scope(broker_, Operation::StockAllFunctions);
  stop_or_refuse(stop_);
}

}  // namespace orbbench::orb_core
