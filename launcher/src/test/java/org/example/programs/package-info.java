/** What users might bring along. */
package org.example.programs;
