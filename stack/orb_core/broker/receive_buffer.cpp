// In this order: the internal headers of omniORB need CORBA.h first.
#include <omniORB4/CORBA.h>
//
#include <omniORB4/internal/giopStream.h>

#include "memory/wipe.hpp"

// These take the place of omniORB's functions of these names, by the order in which a program's
// symbols are looked up. Interceptors would come too late or not at all: for a request that is
// cancelled or cut off, say.

namespace {

void give_back(omni::giopStream_Buffer* buffer) {
  delete[] reinterpret_cast<char*>(buffer);  // which wipes it
}

}  // namespace

// omniORB keeps one buffer a connection for the next message, with the last one in it; here each
// goes back to the heap.
void omni::giopStream::releaseInputBuffer(giopStream_Buffer* buffer) {
  give_back(buffer);
}

// What omniORB calls when it gives a message up in its middle, and when a connection has ended.
void omni::giopStream_Buffer::deleteBuffer(giopStream_Buffer* buffer) {
  give_back(buffer);
  orbbench::orb_core::wipe_stack();
}
