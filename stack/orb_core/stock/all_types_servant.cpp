#include "broker/request_scope.hpp"
#include "broker/system_exception.hpp"
#include "stock/stock_servants.hpp"

namespace orbbench::orb_core {

CORBA::Boolean AllTypesServant::echoBoolean(CORBA::Boolean arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Short AllTypesServant::echoShort(CORBA::Short arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Long AllTypesServant::echoLong(CORBA::Long arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::UShort AllTypesServant::echoUShort(CORBA::UShort arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::ULong AllTypesServant::echoULong(CORBA::ULong arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::ULongLong AllTypesServant::echoULLong(CORBA::ULongLong arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Float AllTypesServant::echoFloat(CORBA::Float arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Double AllTypesServant::echoDouble(CORBA::Double arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Char AllTypesServant::echoChar(CORBA::Char arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::Octet AllTypesServant::echoOctet(CORBA::Octet arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

CORBA::WChar AllTypesServant::echoWChar(CORBA::WChar arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

char* AllTypesServant::echoString(const char* arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::string_dup(arg);
}

char* AllTypesServant::echoBoundedStr(const char* arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::string_dup(arg);
}

CORBA::WChar* AllTypesServant::echoWString(const CORBA::WChar* arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::wstring_dup(arg);
}

CORBA::WChar* AllTypesServant::echoBoundedWStr(const CORBA::WChar* arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::wstring_dup(arg);
}

all_types_ptr AllTypesServant::echoRef(all_types_ptr arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::_duplicate(arg);
}

all_types_ptr AllTypesServant::echoOtherAllTypes(all_types_ptr arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::_duplicate(arg);
}

CORBA::Object_ptr AllTypesServant::echoObject(CORBA::Object_ptr arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::Object::_duplicate(arg);
}

CORBA::Object_ptr AllTypesServant::echoOtherObject(CORBA::Object_ptr arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return CORBA::Object::_duplicate(arg);
}

all_types::Color AllTypesServant::echoColor(all_types::Color arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

void AllTypesServant::testException(CORBA::Long info, const char* why) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  throw all_types::my_exception(info, why);
}

void AllTypesServant::testUnknownException(CORBA::Long) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  raise_unknown("an exception that IDL does not name");
}

void AllTypesServant::testSystemException(CORBA::Long) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  set_exception_text("as asked for");
  throw CORBA::BAD_PARAM(0, CORBA::COMPLETED_NO);
}

all_types::myUnion AllTypesServant::echoUnion(const all_types::myUnion& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

all_types::noMemberUnion AllTypesServant::echoNoMemberUnion(const all_types::noMemberUnion& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

all_types::array_struct AllTypesServant::echoArrayStruct(const all_types::array_struct& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

all_types::Money AllTypesServant::echoMoney(const all_types::Money& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return arg;
}

all_types::myUnionEnumSwitch* AllTypesServant::echoUnionEnumSwitch(
    const all_types::myUnionEnumSwitch& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::myUnionEnumSwitch(arg);
}

all_types::simple_struct* AllTypesServant::echoStruct(const all_types::simple_struct& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::simple_struct(arg);
}

all_types::nested_struct* AllTypesServant::echoNestedStruct(const all_types::nested_struct& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::nested_struct(arg);
}

all_types::U_sequence* AllTypesServant::echoUsequence(const all_types::U_sequence& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::U_sequence(arg);
}

all_types::B_sequence* AllTypesServant::echoBsequence(const all_types::B_sequence& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::B_sequence(arg);
}

all_types::unionSequence* AllTypesServant::echoUnionSequence(const all_types::unionSequence& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new all_types::unionSequence(arg);
}

all_types::Rainbow_slice* AllTypesServant::echoRainbow(const all_types::Rainbow arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::Rainbow_dup(arg);
}

all_types::simple_array_slice* AllTypesServant::echoArray(const all_types::simple_array arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::simple_array_dup(arg);
}

all_types::nested_array_slice* AllTypesServant::echoNestedArray(const all_types::nested_array arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::nested_array_dup(arg);
}

all_types::matrix_slice* AllTypesServant::echoMatrix(const all_types::matrix arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::matrix_dup(arg);
}

all_types::bigmatrix_slice* AllTypesServant::echoBigMatrix(const all_types::bigmatrix arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::bigmatrix_dup(arg);
}

all_types::sixteenKb_slice* AllTypesServant::echoSixteenKb(const all_types::sixteenKb arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return all_types::sixteenKb_dup(arg);
}

CORBA::Any* AllTypesServant::echoAny(const CORBA::Any& arg) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return new CORBA::Any(arg);
}

CORBA::Long AllTypesServant::Counter() {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return ++counter_;
}

all_types::Color AllTypesServant::myColor() {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  return color_;
}

void AllTypesServant::myColor(all_types::Color value) {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  color_ = value;
}

void AllTypesServant::StopServer() {
  const RequestScope scope(broker_, Operation::StockAllTypes);
  stop_or_refuse(stop_);
}

}  // namespace orbbench::orb_core
