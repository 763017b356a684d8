// Kernels for tests of the driver's binding, as small as they can be.

extern "C" __global__ void trial_scale(const double *from, double *to, int count, long long offset) {
    long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        to[i] = 2.0 * from[i] + (double)offset;
    }
}

// One warp for each 32 values, and the block's total in the end: shuffles and a barrier.
extern "C" __global__ void trial_sum(const double *from, double *sums) {
    __shared__ double ofWarps[8];
    double sum = from[blockIdx.x * blockDim.x + threadIdx.x];
    for (int step = 16; step > 0; step /= 2) {
        sum += __shfl_down_sync(0xffffffffu, sum, step, 32);
    }
    if (threadIdx.x % 32 == 0) {
        ofWarps[threadIdx.x / 32] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        double all = 0.0;
        for (int warp = 0; warp < (int)(blockDim.x / 32); warp++) {
            all += ofWarps[warp];
        }
        sums[blockIdx.x] = all;
    }
}

// Half of the lanes that a shuffle waits for never come.
extern "C" __global__ void trial_stuck(double *to) {
    if (threadIdx.x % 2 == 0) {
        to[threadIdx.x] = __shfl_down_sync(0xffffffffu, 1.0, 1, 32);
    }
}
