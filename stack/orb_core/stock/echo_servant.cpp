#include "broker/request_scope.hpp"
#include "stock/stock_servants.hpp"

namespace orbbench::orb_core {

char* EchoServant::echoString(const char* message) {
  const RequestScope scope(broker_, Operation::StockEcho);
  return CORBA::string_dup(message);
}

}  // namespace orbbench::orb_core
