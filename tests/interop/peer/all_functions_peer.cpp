#include <limits>
#include <map>
#include <optional>

#include "peer_servants.hpp"

namespace orbbench::interop_peer {
namespace {

constexpr std::chrono::milliseconds kOnewayChange{1250};
constexpr CORBA::ULong kUndeclaredException = 0x4F4D0001;

/// How one operation answers. Modes: i in, o out, x inout; l is an in parameter that is a long.
struct Behaviour {
  std::string_view modes;
  std::optional<std::int64_t> (*answer)(Parameters& p);
};

using Answer = std::optional<std::int64_t>;

const std::map<std::string_view, Behaviour>& procedures() {
  static const std::map<std::string_view, Behaviour> table{
      {"void_proc", {"", [](Parameters&) { return Answer(); }}},
      {"in_proc", {"iii", [](Parameters&) { return Answer(); }}},
      {"out_proc",
       {"ooo",
        [](Parameters& p) {
          return p = {10, 11, 12}, Answer();
        }}},
      {"out_in_proc", {"ol", [](Parameters& p) { return p[0] = p[1] + 1, Answer(); }}},
      {"inout_proc", {"xx", [](Parameters& p) { return ++p[0], ++p[1], Answer(); }}},
      {"in_out_proc", {"iioo", [](Parameters& p) { return p[2] = 3, p[3] = 4, Answer(); }}},
      {"in_inout_proc", {"ixix", [](Parameters& p) { return p[1] = 36, p[3] = 40, Answer(); }}},
      {"out_inout_proc",
       {"oxxo",
        [](Parameters& p) {
          return p = {111, p[2] + 1, p[1] + 1, 999}, Answer();
        }}},
      {"in_out_inout_proc", {"iox", [](Parameters& p) { return p[1] = -54, ++p[2], Answer(); }}}};
  return table;
}

const std::map<std::string_view, Behaviour>& functions() {
  static const std::map<std::string_view, Behaviour> table{
      {"_get_the_readonly_attribute", {"", [](Parameters&) { return Answer(18); }}},
      {"void_fun", {"", [](Parameters&) { return Answer(3); }}},
      {"in_fun", {"iii", [](Parameters&) { return Answer(7); }}},
      {"out_fun",
       {"ooo",
        [](Parameters& p) {
          return p = {5, 6, 7}, Answer(10);
        }}},
      {"inout_fun", {"xx", [](Parameters& p) { return ++p[0], ++p[1], Answer(p[0] + p[1]); }}},
      {"in_out_fun",
       {"iioo", [](Parameters& p) { return p[2] = p[1], p[3] = p[0], Answer(p[0] + p[1]); }}},
      {"in_inout_fun",
       {"ixix", [](Parameters& p) { return p[1] += p[0], p[3] += p[2], Answer(p[1] + p[3]); }}},
      {"out_inout_fun",
       {"oxxo",
        [](Parameters& p) {
          p = {p[1], p[1] + 1, p[2] + 1, p[2]};
          return Answer(p[0] + p[1] + p[2] + p[3] + 1);
        }}},
      {"in_out_inout_fun",
       {"iox", [](Parameters& p) { return p[1] = p[0] + 1, p[2] += p[0], Answer(-1); }}}};
  return table;
}

CORBA::Flags flags_of(char mode) {
  if (mode == 'x') {
    return CORBA::ARG_INOUT;
  }
  return mode == 'o' ? CORBA::ARG_OUT : CORBA::ARG_IN;
}

CORBA::Short checked_short(std::int64_t value) {
  using Limits = std::numeric_limits<CORBA::Short>;
  if (value < Limits::min() || value > Limits::max()) {
    throw CORBA::UNKNOWN(kUndeclaredException, CORBA::COMPLETED_MAYBE);
  }
  return static_cast<CORBA::Short>(value);
}

void describe(CORBA::NVList_ptr arguments, std::string_view modes) {
  for (const char mode : modes) {
    CORBA::Any& value = *arguments->add(flags_of(mode))->value();
    value.replace(mode == 'l' ? CORBA::_tc_long : CORBA::_tc_short, nullptr);
  }
}

Parameters read(CORBA::NVList_ptr arguments, std::string_view modes) {
  Parameters parameters(modes.size());
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const CORBA::Any& value = *arguments->item(static_cast<CORBA::ULong>(i))->value();
    CORBA::Short number = 0;
    CORBA::Long long_number = 0;
    if (modes[i] == 'l') {
      value >>= long_number;
    } else if (modes[i] != 'o') {
      value >>= number;
    }
    parameters[i] = modes[i] == 'l' ? long_number : number;
  }
  return parameters;
}

void write(CORBA::NVList_ptr arguments, std::string_view modes, const Parameters& parameters) {
  for (std::size_t i = 0; i < modes.size(); ++i) {
    if (modes[i] == 'o' || modes[i] == 'x') {
      *arguments->item(static_cast<CORBA::ULong>(i))->value() <<= checked_short(parameters[i]);
    }
  }
}

const Behaviour* behaviour_of(std::string_view operation) {
  for (const auto* table : {&procedures(), &functions()}) {
    const auto found = table->find(operation);
    if (found != table->end()) {
      return &found->second;
    }
  }
  return nullptr;
}

}  // namespace

bool AllFunctionsPeer::answer(CORBA::ServerRequest_ptr request) {
  const Behaviour* behaviour = behaviour_of(request->operation());
  if (behaviour == nullptr) {
    return answer_oneway(request);
  }
  CORBA::NVList_ptr arguments = new_list();
  describe(arguments, behaviour->modes);
  request->arguments(arguments);
  Parameters parameters = read(arguments, behaviour->modes);
  const Answer result = behaviour->answer(parameters);
  write(arguments, behaviour->modes, parameters);
  if (result) {
    CORBA::Any answered;
    answered <<= checked_short(is_broken(request->operation()) ? *result + 1 : *result);
    request->set_result(answered);
  }
  return true;
}

bool AllFunctionsPeer::answer_oneway(CORBA::ServerRequest_ptr request) {
  const std::string_view operation = request->operation();
  CORBA::Any result;
  const std::scoped_lock lock(mutex_);
  if (operation == "oneway_void_proc" || operation == "oneway_in_proc") {
    const std::string_view modes = operation == "oneway_in_proc" ? "ii" : "";
    CORBA::NVList_ptr arguments = new_list();
    describe(arguments, modes);
    request->arguments(arguments);
    const Parameters values = read(arguments, modes);
    oneway_values_ = values.empty() ? std::pair<std::int64_t, std::int64_t>(1, 2)
                                    : std::pair(values[0], values[1]);
    oneway_change_ = std::chrono::steady_clock::now() + kOnewayChange;
    return true;
  }
  if (operation == "_set_the_attribute") {
    take_argument(request, CORBA::_tc_short) >>= attribute_;
    return true;
  }
  if (operation == "oneway_checker") {
    take_no_arguments(request);
    result <<= checked_short(oneway_value());
  } else if (operation == "_get_the_attribute") {
    take_no_arguments(request);
    result <<= attribute_;
  } else if (operation == "StopServer") {
    take_no_arguments(request);
    throw CORBA::NO_PERMISSION(0, CORBA::COMPLETED_NO);
  } else {
    return false;
  }
  request->set_result(result);
  return true;
}

std::int64_t AllFunctionsPeer::oneway_value() {
  const bool changed = std::chrono::steady_clock::now() >= oneway_change_;
  return changed ? oneway_values_.second : oneway_values_.first;
}

}  // namespace orbbench::interop_peer
