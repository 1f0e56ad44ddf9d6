{#- Maximum likelihood by Newton's method on the logarithms of the four parameters. In
    each round one query gives the mean log likelihood of every store and date at 15
    points: here, a step up and down in each direction, and a step up in each pair of
    directions. They give slope and curvature, and these the next place; where that is no
    better, a shorter way is tried (Levenberg 1944, Marquardt 1963).
    Returns the fits by store and date: place (logarithms), value (mean log likelihood),
    rounds, and how it ended: converged, bound or unfinished. -#}
{% macro fit(model, groups, counts) %}
    {%- set fits = {} -%}
    {%- for row in run_query(
        'select store_id, cast(fit_date as ' ~ dbt.type_string() ~ '), sum(customer_count)'
        ~ ' from ' ~ counts ~ ' group by store_id, fit_date order by 1, 2'
    ).rows -%}
        {#- r = 1, alpha = e, a = 1, b = e. -#}
        {%- do fits.update({(row[0], row[1]): {
            'customer_count': row[2] | int,
            'place': [0.0, 1.0, 0.0, 1.0],
            'proposed': [0.0, 1.0, 0.0, 1.0],
            'value': none,
            'damping': 0.01,
            'rounds': 0,
            'ended': none
        }}) -%}
    {%- endfor -%}
    {%- for _ in range(fit_limits().rounds) -%}
        {%- set open = fits.values() | selectattr('ended', 'none') | list -%}
        {%- if open -%}
            {%- set values = values_near(model, groups, counts, fits) -%}
            {%- for key, fit in fits.items() if fit.ended is none -%}
                {%- do next_round(fit, values[key]) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(fits) }}
{% endmacro %}

{#- The logarithms of the parameters stay between `least` and `most`; `step` is the
    distance of the points, `longest` that of one round to the next. -#}
{% macro fit_limits() %}
    {{ return({
        'rounds': 40, 'step': 0.001, 'longest': 1.5, 'enough': 0.0000001,
        'least': -7, 'most': 9
    }) }}
{% endmacro %}

{#- The shifts of the 15 points from here, in steps. -#}
{% macro points_of_fit() %}
    {%- set points = [[0, 0, 0, 0]] -%}
    {%- for shift in [1, -1] -%}
        {%- for axis in range(4) -%}
            {%- set point = [] -%}
            {%- for each in range(4) -%}
                {%- do point.append(shift if each == axis else 0) -%}
            {%- endfor -%}
            {%- do points.append(point) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for one in range(4) -%}
        {%- for other in range(one) -%}
            {%- set point = [] -%}
            {%- for each in range(4) -%}
                {%- do point.append(1 if each in [one, other] else 0) -%}
            {%- endfor -%}
            {%- do points.append(point) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(points) }}
{% endmacro %}

{#- The mean log likelihood at each of the points, by store and date. Added as decimals,
    so that the order of the rows makes no difference. -#}
{% macro values_near(model, groups, counts, fits) %}
    {%- set step = fit_limits().step -%}
    {%- set parts = {
        groups: log_likelihood_of_times(model), counts: log_likelihood_of_count(model)
    } -%}
    {%- set query -%}
        with places as (
            select
                store_id,
                cast(fit_date as date) as fit_date,
                point,
                exp(log_r + step_r * {{ step }}) as r,
                exp(log_alpha + step_alpha * {{ step }}) as alpha,
                exp(log_a + step_a * {{ step }}) as a,
                exp(log_b + step_b * {{ step }}) as b
            from (
                values
                {%- for key, fit in fits.items() if fit.ended is none %}
                {{ ',' if not loop.first }}(
                    {{ sql_literal(key[0]) }}, '{{ key[1] }}',
                    cast({{ fit.proposed[0] }} as double),
                    cast({{ fit.proposed[1] }} as double),
                    cast({{ fit.proposed[2] }} as double),
                    cast({{ fit.proposed[3] }} as double)
                )
                {%- endfor %}
            ) as fits (store_id, fit_date, log_r, log_alpha, log_a, log_b)
            cross join (
                values
                {%- for point in points_of_fit() %}
                ({{ loop.index0 }}, {{ point | join(', ') }}){{ ',' if not loop.last }}
                {%- endfor %}
            ) as points (point, step_r, step_alpha, step_a, step_b)
        ),
        parts as (
            {%- for rows, part in parts.items() %}
            select
                places.store_id,
                places.fit_date,
                places.point,
                sum(cast(histories.customer_count * ({{ part }}) as decimal(38, 12)))
                    as log_likelihood,
                {{ 'sum(customer_count)' if loop.last else '0' }} as customer_count
            from {{ rows }} as histories
            inner join places
                on
                    histories.store_id = places.store_id
                    and histories.fit_date = places.fit_date
            group by places.store_id, places.fit_date, places.point
            {{- ' union all ' if not loop.last }}
            {%- endfor %}
        )
        select
            store_id,
            cast(fit_date as {{ dbt.type_string() }}),
            cast(sum(log_likelihood) as double) / sum(customer_count)
        from parts
        group by store_id, fit_date, point
        order by store_id, fit_date, point
    {%- endset -%}
    {%- set values = {} -%}
    {%- for row in run_query(query).rows -%}
        {%- do values.setdefault((row[0], row[1]), []).append(row[2] | float) -%}
    {%- endfor -%}
    {{ return(values) }}
{% endmacro %}

{#- Judge the proposed place by its values, and propose the next one. -#}
{% macro next_round(fit, values) %}
    {%- set limits = fit_limits() -%}
    {%- do fit.update({'rounds': fit.rounds + 1}) -%}
    {%- if fit.value is none or values[0] > fit.value -%}
        {%- do fit.update({
            'place': fit.proposed,
            'value': values[0],
            'slope': slope_of(values, limits.step),
            'curvature': curvature_of(values, limits.step),
            'damping': [fit.damping / 10, 0.000000001] | max
        }) -%}
    {%- else -%}
        {%- do fit.update({'damping': fit.damping * 10}) -%}
    {%- endif -%}
    {%- set way = way_up(fit) -%}
    {%- set proposed, steps = [], [] -%}
    {%- for each in range(4) -%}
        {%- set step = [[way[each], -limits.longest] | max, limits.longest] | min -%}
        {%- set log = [[fit.place[each] + step, limits.least] | max, limits.most] | min -%}
        {%- do proposed.append(log) -%}
        {%- do steps.append((log - fit.place[each]) | abs) -%}
    {%- endfor -%}
    {%- do fit.update({'proposed': proposed}) -%}
    {%- if steps | max < limits.enough -%}
        {%- set on_bound = limits.least in fit.place or limits.most in fit.place -%}
        {%- do fit.update({'ended': 'bound' if on_bound else 'converged'}) -%}
    {%- elif fit.rounds == limits.rounds -%}
        {%- do fit.update({'ended': 'unfinished'}) -%}
    {%- endif -%}
{% endmacro %}

{% macro slope_of(values, step) %}
    {%- set slope = [] -%}
    {%- for each in range(4) -%}
        {%- do slope.append((values[1 + each] - values[5 + each]) / (2 * step)) -%}
    {%- endfor -%}
    {{ return(slope) }}
{% endmacro %}

{#- The second derivatives, row by row. -#}
{% macro curvature_of(values, step) %}
    {%- set rows = [] -%}
    {%- for one in range(4) -%}
        {%- set row = [] -%}
        {%- for other in range(4) -%}
            {%- if one == other -%}
                {%- set bend = values[1 + one] + values[5 + one] - 2 * values[0] -%}
            {%- else -%}
                {%- set low, high = [one, other] | min, [one, other] | max -%}
                {%- set bend = values[9 + high * (high - 1) // 2 + low]
                    - values[1 + one] - values[1 + other] + values[0] -%}
            {%- endif -%}
            {%- do row.append(bend / (step * step)) -%}
        {%- endfor -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}

{#- The solution of (damping - curvature) * way = slope by elimination; the damping grows
    until the matrix is positive definite, so that the way leads up. -#}
{% macro way_up(fit) %}
    {%- set state = namespace(way=none) -%}
    {%- for _ in range(20) -%}
        {%- if state.way is none -%}
            {%- set state.way = solved(fit.curvature, fit.slope, fit.damping) -%}
            {%- if state.way is none -%}
                {%- do fit.update({'damping': fit.damping * 10}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(state.way) }}
{% endmacro %}

{% macro solved(curvature, slope, damping) %}
    {%- set rows = [] -%}
    {%- for one in range(4) -%}
        {%- set row = [] -%}
        {%- for other in range(4) -%}
            {%- do row.append((damping if one == other else 0) - curvature[one][other]) -%}
        {%- endfor -%}
        {%- do row.append(slope[one]) -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {%- set state = namespace(rows=rows, is_definite=true) -%}
    {%- for pivot in range(4) -%}
        {%- if state.rows[pivot][pivot] <= 0.000000000001 -%}
            {%- set state.is_definite = false -%}
        {%- endif -%}
        {%- if state.is_definite -%}
            {%- set reduced = [] -%}
            {%- for one in range(4) -%}
                {%- set row = [] -%}
                {%- set pivot_row = state.rows[pivot] -%}
                {%- for other in range(5) -%}
                    {%- if one == pivot -%}
                        {%- do row.append(pivot_row[other] / pivot_row[pivot]) -%}
                    {%- else -%}
                        {%- do row.append(
                            state.rows[one][other]
                            - state.rows[one][pivot] * pivot_row[other] / pivot_row[pivot]
                        ) -%}
                    {%- endif -%}
                {%- endfor -%}
                {%- do reduced.append(row) -%}
            {%- endfor -%}
            {%- set state.rows = reduced -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(state.rows | map(attribute=4) | list if state.is_definite else none) }}
{% endmacro %}
