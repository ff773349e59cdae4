package csr

import (
	"os"
	"syscall"
	"unsafe"
)

// inHugePages asks the system to keep memory that was just made in pages as large as it has. Searches jump about in it, and
// would otherwise wait as often for the address of a page as for what is on it. A system that has no such pages, or is
// told not to give any, does not do it, and nothing else changes.
func inHugePages[T any](list []T) {
	const worthwhile = 4 << 20
	list = list[:cap(list)]
	var item T
	size := uintptr(len(list)) * unsafe.Sizeof(item)
	if size < worthwhile {
		return
	}
	//nolint:gosec // the bytes are not looked at: whole pages among them are named to the system
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), size)
	page := uintptr(os.Getpagesize())
	begin := -uintptr(unsafe.Pointer(unsafe.SliceData(list))) & (page - 1) //nolint:gosec // as above
	_ = syscall.Madvise(b[begin:], syscall.MADV_HUGEPAGE)                  // it is only advice
}
