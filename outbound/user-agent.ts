import { packageInfo } from '../config/package-info.js';

/** Name and version of this service; many hosts refuse requests without a `User-Agent`. */
export const userAgent = `${packageInfo.name}/${packageInfo.version}`;
