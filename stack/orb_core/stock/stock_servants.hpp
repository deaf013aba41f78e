#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>

#include "all_functions.hh"
#include "all_types.hh"
#include "broker/broker.hpp"
#include "echo.hh"

namespace orbbench::orb_core {

/// Ends the process. Empty where clients may not.
using StopProcess = std::function<void()>;

/// PolyORB's stock interfaces, as idl/{echo,all_functions,all_types}.idl say. The ORB's threads
/// call them; the broker outlives them.
class EchoServant : public POA_Echo {
 public:
  explicit EchoServant(Broker& broker) : broker_(broker) {}

  char* echoString(const char* message) override;

 private:
  Broker& broker_;
};

/// What the last oneway of all_functions left behind: one value at once, another some time later.
/// Answered from the clock, so that no thread sleeps and a check on the same connection, which
/// waits for the oneway to end, still finds the first value. Thread-safe.
class OnewayTrace {
 public:
  using Clock = std::chrono::steady_clock;
  // One stock client looks 0.5 s and 1.5 s after the call, another 1 s and 6 s after it.
  static constexpr std::chrono::milliseconds kChangeAfter{1250};

  void leave(CORBA::Short at_once, CORBA::Short later);
  CORBA::Short value() const;

 private:
  mutable std::mutex mutex_;
  Clock::time_point change_;
  CORBA::Short at_once_ = 0;
  CORBA::Short later_ = 0;
};

class AllFunctionsServant : public POA_all_functions {
 public:
  AllFunctionsServant(Broker& broker, StopProcess stop) : broker_(broker), stop_(std::move(stop)) {}

  CORBA::Short the_attribute() override;
  void the_attribute(CORBA::Short value) override;
  CORBA::Short the_readonly_attribute() override;

  void void_proc() override;
  void in_proc(CORBA::Short a, CORBA::Short b, CORBA::Short c) override;
  void out_proc(CORBA::Short& a, CORBA::Short& b, CORBA::Short& c) override;
  void out_in_proc(CORBA::Short& a, CORBA::Long b) override;
  void inout_proc(CORBA::Short& a, CORBA::Short& b) override;
  void in_out_proc(CORBA::Short a, CORBA::Short b, CORBA::Short& c, CORBA::Short& d) override;
  void in_inout_proc(CORBA::Short a, CORBA::Short& b, CORBA::Short c, CORBA::Short& d) override;
  void out_inout_proc(CORBA::Short& a, CORBA::Short& b, CORBA::Short& c, CORBA::Short& d) override;
  void in_out_inout_proc(CORBA::Short a, CORBA::Short& b, CORBA::Short& c) override;

  CORBA::Short void_fun() override;
  CORBA::Short in_fun(CORBA::Short a, CORBA::Short b, CORBA::Short c) override;
  CORBA::Short out_fun(CORBA::Short& a, CORBA::Short& b, CORBA::Short& c) override;
  CORBA::Short inout_fun(CORBA::Short& a, CORBA::Short& b) override;
  CORBA::Short in_out_fun(CORBA::Short a, CORBA::Short b, CORBA::Short& c,
                          CORBA::Short& d) override;
  CORBA::Short in_inout_fun(CORBA::Short a, CORBA::Short& b, CORBA::Short c,
                            CORBA::Short& d) override;
  CORBA::Short out_inout_fun(CORBA::Short& a, CORBA::Short& b, CORBA::Short& c,
                             CORBA::Short& d) override;
  CORBA::Short in_out_inout_fun(CORBA::Short a, CORBA::Short& b, CORBA::Short& c) override;

  void oneway_void_proc() override;
  void oneway_in_proc(CORBA::Short a, CORBA::Short b) override;
  CORBA::Short oneway_checker() override;

  void StopServer() override;

 private:
  Broker& broker_;
  StopProcess stop_;
  std::atomic<CORBA::Short> attribute_{0};
  OnewayTrace trace_;
};

class AllTypesServant : public POA_all_types {
 public:
  AllTypesServant(Broker& broker, StopProcess stop) : broker_(broker), stop_(std::move(stop)) {}

  CORBA::Boolean echoBoolean(CORBA::Boolean arg) override;
  CORBA::Short echoShort(CORBA::Short arg) override;
  CORBA::Long echoLong(CORBA::Long arg) override;
  CORBA::UShort echoUShort(CORBA::UShort arg) override;
  CORBA::ULong echoULong(CORBA::ULong arg) override;
  CORBA::ULongLong echoULLong(CORBA::ULongLong arg) override;
  CORBA::Float echoFloat(CORBA::Float arg) override;
  CORBA::Double echoDouble(CORBA::Double arg) override;
  CORBA::Char echoChar(CORBA::Char arg) override;
  CORBA::Octet echoOctet(CORBA::Octet arg) override;
  char* echoString(const char* arg) override;
  CORBA::WChar echoWChar(CORBA::WChar arg) override;
  CORBA::WChar* echoWString(const CORBA::WChar* arg) override;

  all_types_ptr echoRef(all_types_ptr arg) override;
  CORBA::Object_ptr echoObject(CORBA::Object_ptr arg) override;
  all_types_ptr echoOtherAllTypes(all_types_ptr arg) override;
  CORBA::Object_ptr echoOtherObject(CORBA::Object_ptr arg) override;

  char* echoBoundedStr(const char* arg) override;
  CORBA::WChar* echoBoundedWStr(const CORBA::WChar* arg) override;
  all_types::Color echoColor(all_types::Color arg) override;

  void testException(CORBA::Long info, const char* why) override;
  void testUnknownException(CORBA::Long arg) override;
  void testSystemException(CORBA::Long arg) override;

  all_types::myUnion echoUnion(const all_types::myUnion& arg) override;
  all_types::myUnionEnumSwitch* echoUnionEnumSwitch(
      const all_types::myUnionEnumSwitch& arg) override;
  all_types::noMemberUnion echoNoMemberUnion(const all_types::noMemberUnion& arg) override;

  all_types::Rainbow_slice* echoRainbow(const all_types::Rainbow arg) override;
  all_types::simple_array_slice* echoArray(const all_types::simple_array arg) override;
  all_types::nested_array_slice* echoNestedArray(const all_types::nested_array arg) override;
  all_types::matrix_slice* echoMatrix(const all_types::matrix arg) override;
  all_types::bigmatrix_slice* echoBigMatrix(const all_types::bigmatrix arg) override;
  all_types::sixteenKb_slice* echoSixteenKb(const all_types::sixteenKb arg) override;

  all_types::simple_struct* echoStruct(const all_types::simple_struct& arg) override;
  all_types::array_struct echoArrayStruct(const all_types::array_struct& arg) override;
  all_types::nested_struct* echoNestedStruct(const all_types::nested_struct& arg) override;

  all_types::U_sequence* echoUsequence(const all_types::U_sequence& arg) override;
  all_types::B_sequence* echoBsequence(const all_types::B_sequence& arg) override;
  all_types::unionSequence* echoUnionSequence(const all_types::unionSequence& arg) override;

  all_types::Money echoMoney(const all_types::Money& arg) override;
  CORBA::Any* echoAny(const CORBA::Any& arg) override;

  CORBA::Long Counter() override;
  all_types::Color myColor() override;
  void myColor(all_types::Color value) override;
  void StopServer() override;

 private:
  Broker& broker_;
  StopProcess stop_;
  std::atomic<CORBA::Long> counter_{0};
  std::atomic<all_types::Color> color_{all_types::Red};
};

/// UNKNOWN as PolyORB raises it for an Ada exception that IDL does not name: OMG minor code 1,
/// COMPLETED_MAYBE.
[[noreturn]] void raise_unknown(std::string text);

/// Ends the process, or raises NO_PERMISSION where clients may not.
void stop_or_refuse(const StopProcess& stop);

}  // namespace orbbench::orb_core
