#include <map>

#include "all_types.hh"
#include "peer_servants.hpp"

namespace orbbench::interop_peer {
namespace {

constexpr CORBA::ULong kUndeclaredException = 0x4F4D0001;  // OMG's minor code of UNKNOWN

using TypeTable = std::map<std::string_view, CORBA::TypeCode_ptr>;

TypeTable basic_types() {
  return {{"echoBoolean", CORBA::_tc_boolean}, {"echoShort", CORBA::_tc_short},
          {"echoLong", CORBA::_tc_long},       {"echoUShort", CORBA::_tc_ushort},
          {"echoULong", CORBA::_tc_ulong},     {"echoULLong", CORBA::_tc_ulonglong},
          {"echoFloat", CORBA::_tc_float},     {"echoDouble", CORBA::_tc_double},
          {"echoChar", CORBA::_tc_char},       {"echoOctet", CORBA::_tc_octet},
          {"echoString", CORBA::_tc_string},   {"echoWChar", CORBA::_tc_wchar},
          {"echoWString", CORBA::_tc_wstring}, {"echoObject", CORBA::_tc_Object},
          {"echoAny", CORBA::_tc_any}};
}

TypeTable own_types() {
  return {{"echoRef", _tc_all_types},
          {"echoOtherAllTypes", all_types::_tc_otherAllTypes},
          {"echoOtherObject", all_types::_tc_otherObject},
          {"echoBoundedStr", all_types::_tc_BoundedStr},
          {"echoBoundedWStr", all_types::_tc_BoundedWStr},
          {"echoColor", all_types::_tc_Color},
          {"echoUnion", all_types::_tc_myUnion},
          {"echoUnionEnumSwitch", all_types::_tc_myUnionEnumSwitch},
          {"echoNoMemberUnion", all_types::_tc_noMemberUnion},
          {"echoRainbow", all_types::_tc_Rainbow},
          {"echoArray", all_types::_tc_simple_array},
          {"echoNestedArray", all_types::_tc_nested_array},
          {"echoMatrix", all_types::_tc_matrix},
          {"echoBigMatrix", all_types::_tc_bigmatrix},
          {"echoSixteenKb", all_types::_tc_sixteenKb},
          {"echoStruct", all_types::_tc_simple_struct},
          {"echoArrayStruct", all_types::_tc_array_struct},
          {"echoNestedStruct", all_types::_tc_nested_struct},
          {"echoUsequence", all_types::_tc_U_sequence},
          {"echoBsequence", all_types::_tc_B_sequence},
          {"echoUnionSequence", all_types::_tc_unionSequence},
          {"echoMoney", all_types::_tc_Money}};
}

const TypeTable& echoed_types() {
  static const TypeTable table = [] {
    TypeTable all = basic_types();
    all.merge(own_types());
    return all;
  }();
  return table;
}

}  // namespace

AllTypesPeer::AllTypesPeer(CORBA::ORB_ptr orb, BrokenOperations broken)
    : DynamicServant(orb, "IDL:all_types:1.0", std::move(broken)) {
  color_ <<= all_types::Red;
}

bool AllTypesPeer::answer(CORBA::ServerRequest_ptr request) {
  const auto echoed = echoed_types().find(request->operation());
  if (echoed == echoed_types().end()) {
    return answer_exception(request) || answer_attribute(request);
  }
  echo(request, echoed->second);
  return true;
}

bool AllTypesPeer::answer_exception(CORBA::ServerRequest_ptr request) {
  const std::string_view operation = request->operation();
  if (operation == "testException") {
    CORBA::NVList_ptr arguments = new_list();
    arguments->add(CORBA::ARG_IN)->value()->replace(CORBA::_tc_long, nullptr);
    arguments->add(CORBA::ARG_IN)->value()->replace(CORBA::_tc_string, nullptr);
    request->arguments(arguments);
    CORBA::Long info = 0;
    const char* why = nullptr;
    *arguments->item(0)->value() >>= info;
    *arguments->item(1)->value() >>= why;
    CORBA::Any raised;
    raised <<= all_types::my_exception(is_broken("testException") ? info + 1 : info, why);
    request->set_exception(raised);
    return true;
  }
  if (operation == "testUnknownException") {
    take_argument(request, CORBA::_tc_long);
    throw CORBA::UNKNOWN(kUndeclaredException, CORBA::COMPLETED_MAYBE);
  }
  if (operation == "testSystemException") {
    take_argument(request, CORBA::_tc_long);
    throw CORBA::BAD_PARAM(is_broken("testSystemException") ? 1 : 0, CORBA::COMPLETED_NO);
  }
  return false;
}

bool AllTypesPeer::answer_attribute(CORBA::ServerRequest_ptr request) {
  const std::string_view operation = request->operation();
  const std::scoped_lock lock(mutex_);
  CORBA::Any result;
  if (operation == "_get_Counter") {
    take_no_arguments(request);
    result <<= ++counter_;
  } else if (operation == "_get_myColor") {
    take_no_arguments(request);
    result = color_;
  } else if (operation == "_set_myColor") {
    color_ = take_argument(request, all_types::_tc_Color);
    return true;
  } else if (operation == "StopServer") {
    take_no_arguments(request);
    throw CORBA::NO_PERMISSION(0, CORBA::COMPLETED_NO);
  } else {
    return false;
  }
  request->set_result(result);
  return true;
}

}  // namespace orbbench::interop_peer
